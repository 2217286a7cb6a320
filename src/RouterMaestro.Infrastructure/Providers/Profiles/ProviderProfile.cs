using System.Text;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Auth;

namespace RouterMaestro.Infrastructure.Providers.Profiles;

/// <summary>All that tells one HTTP provider from another: data, not code.</summary>
/// <param name="Id">The provider's id, the first part of a qualified model id.</param>
/// <param name="BaseAddress">Where its API is, without a trailing slash, such as <c>https://api.openai.com/v1</c>.</param>
/// <param name="Protocols">The dialects it speaks, the preferred one first.</param>
internal sealed record ProviderProfile(string Id, string BaseAddress, EquatableArray<WireProtocol> Protocols)
{
    /// <summary>Gets the provider's key; null when there is none.</summary>
    public string? Key { get; init; }

    /// <summary>Gets whether the provider can be asked.</summary>
    public ProviderStatus Status { get; init; }

    /// <summary>Gets the environment variable in which the key is looked for.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>Gets the header fields sent with every request.</summary>
    public EquatableArray<HeaderField> Headers { get; init; } = [];

    /// <summary>Gets the only models there are; none when the provider is asked for its list.</summary>
    public EquatableArray<ModelCard> PinnedModels { get; init; } = [];

    /// <summary>Gets whether the provider may be asked for the usage of Chat streams.</summary>
    public bool StreamUsage { get; init; } = true;

    /// <summary>Gets whether the provider takes a <c>thinking</c> object in Chat requests.</summary>
    public bool SupportsThinkingParameter { get; init; }

    /// <summary>Gets whether this is OpenAI itself rather than a compatible server.</summary>
    public bool IsOpenAIItself { get; init; }

    /// <summary>Gets what the catalog knows of the provider before its list of models.</summary>
    public ProviderCard ToCard() => new(Id, Status, Protocols)
    {
        IsPinned = !PinnedModels.IsEmpty,
        IsListed = !PinnedModels.IsEmpty,
        KeyVariable = KeyVariable,
        Credential = Key is null ? null : CredentialFingerprint.Of(Key),
        Models = PinnedModels,
    };

    // a record would print the key
    private bool PrintMembers(StringBuilder builder)
    {
        builder.Append(Id).Append(' ').Append(BaseAddress).Append(' ').Append(Status);
        return true;
    }
}
