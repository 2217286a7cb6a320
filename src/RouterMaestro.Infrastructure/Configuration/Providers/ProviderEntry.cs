using System.Text;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Providers.Profiles;

namespace RouterMaestro.Infrastructure.Configuration.Providers;

/// <summary>What a file or a host says of one provider, checked, before the environment has its say.</summary>
/// <param name="Id">The provider's id.</param>
/// <param name="Type">What it starts from.</param>
internal sealed record ProviderEntry(string Id, ProviderType Type)
{
    /// <summary>Gets the normalized address; null when the type's own holds.</summary>
    public string? BaseAddress { get; init; }

    /// <summary>Gets the key; null when it is looked for elsewhere.</summary>
    public string? Key { get; init; }

    /// <summary>Gets the environment variable of the key; null when the id gives it.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>Gets the header fields sent with every request.</summary>
    public EquatableArray<HeaderField> Headers { get; init; } = [];

    /// <summary>Gets the only models there are; none when the provider is asked for its list.</summary>
    public EquatableArray<ModelCard> Models { get; init; } = [];

    /// <summary>Gets the dialects, the preferred one first.</summary>
    public EquatableArray<WireProtocol> Protocols { get; init; } = Type.Protocols;

    /// <summary>Gets whether the provider is asked without a key when there is none.</summary>
    public bool AllowUnauthenticated { get; init; }

    /// <summary>Gets whether the provider may be asked for the usage of Chat streams.</summary>
    public bool StreamUsage { get; init; } = true;

    /// <summary>Gets whether the provider takes a <c>thinking</c> object in Chat requests; null: by what is known of its host.</summary>
    public bool? SupportsThinkingParameter { get; init; }

    // a record would print the key
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(Id);
        return true;
    }
}
