using System.Text.Json.Nodes;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Protocols.Tests.Fidelity;

/// <summary>Something that can be said, with how each protocol says it and how it is found again.</summary>
/// <param name="Name">Its name in the published table.</param>
/// <param name="Read">Finds it in a document of a protocol; null when it is not there.</param>
internal sealed record Feature(string Name, Func<WireProtocol, JsonObject, string?> Read)
{
    private readonly Dictionary<string, string> _whys = [];

    /// <summary>Gets how each protocol says it: members of a request, or of an answer.</summary>
    public IReadOnlyDictionary<WireProtocol, string> Said { get; init; } = new Dictionary<WireProtocol, string>();

    /// <summary>Gets whether it is looked for at a compatible server rather than at OpenAI itself.</summary>
    public bool IsOfCompatible { get; init; }

    /// <summary>Gets whether what counts is that it comes back to the provider when the caller sends it with its next request.</summary>
    public bool IsThereAndBack { get; init; }

    /// <summary>Gets whether it is no loss to the caller when it goes missing, and so need not be reported.</summary>
    public bool IsHarmless { get; init; }

    /// <summary>Says why it does not arrive whole.</summary>
    /// <param name="direction">The direction, or a protocol that is the provider's in requests and the caller's in answers.</param>
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
