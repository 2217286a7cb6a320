using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Providers.Servers;

namespace RouterMaestro.Infrastructure.Providers.Modules;

/// <summary>The parts of one configured provider.</summary>
/// <param name="credentials">The source of its credentials.</param>
[Experimental("RM0001")]
public sealed class ProviderParts(ICredentialSource credentials)
{
    /// <summary>Gets the source of the credentials.</summary>
    public ICredentialSource Credentials => credentials;

    /// <summary>Gets the customizer of its requests; null if there is nothing to customize.</summary>
    public IRequestCustomizer? Customizer { get; init; }

    /// <summary>
    /// Gets the reader of its model list: from the body of the response to the models, or a <see cref="JsonException"/>. Null for the list of
    /// the protocol.
    /// </summary>
    public Func<ReadOnlyMemory<byte>, EquatableArray<ModelCard>>? ReadModels { get; init; }

    /// <summary>
    /// Gets the paths of chat calls after the base address, by protocol and the provider's own id of the model, with a slash at their
    /// beginning. Null, or a result of null, for the protocol's path.
    /// </summary>
    public Func<WireProtocol, string, string?>? FindPath { get; init; }

    /// <summary>Gets the paths of token counts, as <see cref="FindPath"/> has those of calls.</summary>
    public Func<WireProtocol, string, string?>? FindCountPath { get; init; }

    /// <summary>Gets whether the credential is sent as <c>Authorization: Bearer</c> in every protocol.</summary>
    public bool SendsBearer { get; init; }

    /// <summary>Gets the header field that gets a new UUID with each attempt; null if there is none.</summary>
    public string? AttemptIdHeader { get; init; }

    /// <summary>Gets whether requests for embeddings must have a list as their <c>input</c>, so that a single text is put into one.</summary>
    internal bool WantsInputList { get; init; }

    /// <summary>Gets whether reasoning models of OpenAI take <c>max_completion_tokens</c> in place of <c>max_tokens</c> in Chat.</summary>
    public bool RenamesMaxTokens { get; init; }

    /// <summary>Gets whether responses in Chat may come in pieces: a choice for the text, one for each call, or calls inside of the text.</summary>
    internal bool SplitsChoices { get; init; }

    /// <summary>
    /// Gets the function that returns the reasoning efforts of a model whose list entry names none, by the provider's own id, in ascending order; null if
    /// nothing is known of such models.
    /// </summary>
    internal Func<string, EquatableArray<Effort>>? GuessEfforts { get; init; }

    /// <summary>
    /// Gets the function that returns the finish reason of a response that spent tokens without content, or null for a failure; null if every such response
    /// is a failure.
    /// </summary>
    internal Func<CandidateCall, TokenUsage, FinishReason?>? FindFinishOfEmpty { get; init; }

    /// <summary>
    /// Gets whether requests do not count the gateways that they pass: the address is the vendor's own, which leads back to no gateway and need not learn that
    /// there is one.
    /// </summary>
    internal bool OmitsHops { get; init; }

    /// <summary>Gets how fast the provider may be asked; null for no limit.</summary>
    internal RequestPace? Pace { get; init; }

    /// <summary>Gets the function that returns why the provider should be asked after others; null if it never should.</summary>
    internal Func<string?>? FindReserveReason { get; init; }

    /// <summary>Gets the function that takes out of a translated request what the provider refuses; null if it refuses nothing.</summary>
    internal IRequestAdapter? Adapter { get; init; }

    /// <summary>Gets what mends requests that the provider refuses; null if nothing does.</summary>
    internal IRequestRepair? Repair { get; init; }

    /// <summary>Gets what reads the provider's additions to its responses; null if there are none.</summary>
    internal IResponseExtras? Extras { get; init; }

    /// <summary>Gets what is known of a server that is compatible with OpenAI; null for OpenAI itself, and for the servers of modules of the host.</summary>
    internal ServerKnowledge? Server { get; init; }

    /// <summary>Gets whether requests for Chat streams ask for the usage.</summary>
    public bool StreamUsage { get; init; } = true;

    /// <summary>Gets whether the provider accepts <c>thinking</c> in Chat requests.</summary>
    public bool SupportsThinkingParameter { get; init; }

    /// <summary>Gets the guards of its responses, for the quirks of its models. They come before the guards of the host.</summary>
    public EquatableArray<IStreamGuard> Guards { get; init; } = [];

    /// <summary>Gets whether the operator's list of beta features (<c>beta_strip</c>) is taken out of the callers' header fields.</summary>
    public bool StripsBetas { get; init; }

    /// <summary>Gets whether this is OpenAI itself, as opposed to a compatible server.</summary>
    public bool IsOpenAIItself { get; init; }
}
