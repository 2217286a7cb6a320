using System.Text;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Auth;

namespace RouterMaestro.Infrastructure.Providers.Profiles;

/// <summary>The data of an HTTP provider.</summary>
/// <param name="Id">The provider's id, the first part of a qualified model id.</param>
/// <param name="BaseAddress">The base address without a trailing slash, such as <c>https://api.openai.com/v1</c>.</param>
/// <param name="Protocols">The protocols that it accepts, the preferred one first.</param>
internal sealed record ProviderProfile(string Id, string BaseAddress, EquatableArray<WireProtocol> Protocols)
{
    /// <summary>Gets the provider's key; null if there is none.</summary>
    public string? Key { get; init; }

    /// <summary>Gets whether the provider can be called.</summary>
    public ProviderStatus Status { get; init; }

    /// <summary>Gets the environment variable of the key; null if the environment is not read.</summary>
    public string? KeyVariable { get; init; }

    /// <summary>Gets the header fields sent with every request.</summary>
    public EquatableArray<HeaderField> Headers { get; init; } = [];

    /// <summary>Gets the pinned models; empty if the provider's model list is used.</summary>
    public EquatableArray<ModelCard> PinnedModels { get; init; } = [];

    /// <summary>Gets whether requests for Chat streams ask for the usage.</summary>
    public bool StreamUsage { get; init; } = true;

    /// <summary>Gets whether the provider accepts <c>thinking</c> in Chat requests.</summary>
    public bool SupportsThinkingParameter { get; init; }

    /// <summary>Gets whether this is OpenAI itself, as opposed to a compatible server.</summary>
    public bool IsOpenAIItself { get; init; }

    /// <summary>Creates the provider's catalog entry as it is before its model list arrives.</summary>
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
