using System.Text.Json.Nodes;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Protocols.Tests.Fidelity;

/// <summary>A feature, with its form in each protocol and the way to find it.</summary>
/// <param name="Name">Its name in the published table.</param>
/// <param name="Read">Finds it in a document of a protocol; null if it is absent.</param>
internal sealed record Feature(string Name, Func<WireProtocol, JsonObject, string?> Read)
{
    private readonly Dictionary<string, string> _whys = [];

    /// <summary>Gets the members of a request or response that express it, by protocol.</summary>
    public IReadOnlyDictionary<WireProtocol, string> Said { get; init; } = new Dictionary<WireProtocol, string>();

    /// <summary>Gets a value indicating whether the provider is another server than OpenAI.</summary>
    public bool IsOfCompatible { get; init; }

    /// <summary>Gets a value indicating whether it must return to the provider with the caller's next request.</summary>
    public bool IsThereAndBack { get; init; }

    /// <summary>Gets a value indicating whether its absence is no loss for the caller and need not be reported.</summary>
    public bool IsHarmless { get; init; }

    /// <summary>Gives the reason why it does not arrive unchanged.</summary>
    /// <param name="direction">The direction, or a protocol: the provider's for requests, the caller's for responses.</param>
    /// <param name="reason">The reason.</param>
    public Feature Because(string direction, string reason)
    {
        foreach (var one in direction.Split(' '))
        {
            _whys[one] = reason;
        }

        return this;
    }

    public string? WhyOf(string direction, WireProtocol other) => _whys.GetValueOrDefault(direction) ?? _whys.GetValueOrDefault(other.Name) ?? _whys.GetValueOrDefault("*");
}
