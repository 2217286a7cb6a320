using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Signatures;

namespace RouterMaestro.Protocols.Abstractions;

/// <summary>
/// The properties of a protocol besides its documents: paths, header fields, places of signatures and ids. Code outside the protocol's
/// folder reads this record instead of comparing protocols.
/// </summary>
/// <param name="Protocol">The protocol.</param>
/// <param name="Path">The path of chat calls, after a provider's base address.</param>
/// <param name="KeyHeader">The header field that carries the key to a provider.</param>
/// <param name="KeyPrefix">The text before the key in that field; may be empty.</param>
/// <param name="RateLimits">The names of its rate limit header fields.</param>
public sealed record ProtocolDescription(WireProtocol Protocol, string Path, string KeyHeader, string KeyPrefix, RateLimitNaming RateLimits)
{
    /// <summary>Gets the reader and writer of its lists of models.</summary>
    public required IModelListCodec ModelList { get; init; }

    /// <summary>Gets the header fields in which callers may send the gateway key, beside <see cref="KeyHeader"/>.</summary>
    public EquatableArray<string> CallerKeyHeaders { get; init; } = [];

    /// <summary>Gets the routes under which callers are served, at least one for calls if there is a codec for callers.</summary>
    public EquatableArray<InboundRoute> Routes { get; init; } = [];

    /// <summary>
    /// Gets the paths below which errors have the protocol's form, also where no route is; a longer path wins over a shorter one. A path that
    /// begins another protocol's routes can be shared.
    /// </summary>
    public EquatableArray<string> InboundPaths { get; init; } = [];

    /// <summary>Gets the member of a request's body that holds the conversation.</summary>
    public string ConversationMember { get; init; } = "messages";

    /// <summary>Gets the path at which a provider counts the tokens of a call; null if the protocol has none.</summary>
    public string? CountPath { get; init; }

    /// <summary>Gets the writer of a token count for callers.</summary>
    public Action<Utf8JsonWriter, int> WriteCount { get; init; } = WriteInputTokens;

    /// <summary>Gets the reader of a provider's token count: the number of tokens, or null if the document is not a count.</summary>
    public Func<ReadOnlyMemory<byte>, int?> ReadCount { get; init; } = static _ => null;

    /// <summary>
    /// Gets the path of chat calls by the provider's own id of the model, and by whether the response is streamed; null if the path is
    /// always <see cref="Path"/>.
    /// </summary>
    public Func<string, bool, string>? FindPath { get; init; }

    /// <summary>Gets the beginnings of the caller's header fields that are forwarded to a provider of the same protocol.</summary>
    public EquatableArray<string> ForwardedPrefixes { get; init; } = [];

    /// <summary>
    /// Gets the providers' header fields that are forwarded to callers, besides <c>retry-after</c> and rate limits. Those of all protocols are
    /// forwarded from every provider: a server that is compatible with one vendor may send the fields of another.
    /// </summary>
    public EquatableArray<string> ForwardedResponseHeaders { get; init; } = [];

    /// <summary>Gets the header fields in which a provider names its id of the request, the most likely first.</summary>
    public EquatableArray<string> RequestIdHeaders { get; init; } = [];

    /// <summary>Gets the header field in which callers look for the id of the request, beside <c>x-request-id</c>; null if there is none.</summary>
    public string? CallerRequestIdHeader { get; init; }

    /// <summary>Gets the header field that names the protocol's version, and its value if the caller sends none; null if there is none.</summary>
    public (string Name, string Value)? VersionHeader { get; init; }

    /// <summary>Gets the header field in which callers ask for beta features, their names with commas between them; null if there is none.</summary>
    public string? BetaHeader { get; init; }

    /// <summary>Gets the path at which a provider lists its models, with a query if one is needed.</summary>
    public string ModelListPath { get; init; } = "/models";

    /// <summary>
    /// Gets how many copies of its content a translated stream of the protocol keeps, or sends at its end, so that a response that is held back needs the
    /// memory for them before it begins; 0 for none.
    /// </summary>
    public int ContentCopies { get; init; }

    /// <summary>Gets the maximum length of a tool's name.</summary>
    public int MaxToolNameLength { get; init; } = 64;

    /// <summary>Gets the form that an id of a call gets in the protocol, for ids that it does not allow.</summary>
    internal Func<string, string> FitCallId { get; init; } = static id => id;

    /// <summary>Gets the member that holds the signature of a call, without which its provider refuses the call in the next request; null if calls have none.</summary>
    internal SignatureMember? CallSignature { get; init; }

    /// <summary>Gets a value indicating whether the form of requests depends on the server, of which there are many that are compatible.</summary>
    internal bool VariesByServer { get; init; }

    /// <summary>Gets a value indicating whether tools may have a namespace beside their name.</summary>
    public bool HasToolNamespaces { get; init; }

    /// <summary>Gets a value indicating whether providers frame a prompt as a list of items, as OpenAI does in Responses; it costs other numbers of tokens than messages.</summary>
    public bool FramesItems { get; init; }

    /// <summary>Gets the members that hold reasoning signatures, and other data that a provider encrypts for itself.</summary>
    public EquatableArray<SignatureMember> SignatureMembers { get; init; } = [];

    /// <summary>Gets the part of the prompt that an extension of a request holds; the result is null if it adds nothing to the prompt.</summary>
    public Func<ExtensionField, RawJson?> FindPromptItem { get; init; } = static _ => null;

    /// <summary>Gets the place of the id by which a later request continues a response; null if no request can do so.</summary>
    public ResponseIdPlace? ResponseId { get; init; }

    /// <summary>Gets a value indicating whether a model reasons without showing it in this protocol, by the model's id.</summary>
    public Func<string, bool> HidesReasoning { get; init; } = static _ => false;

    /// <summary>Gets the error for a request that continues a response which no planned provider can continue: of the response's id and the reason.</summary>
    public Func<string, string, RouterError> PreviousResponseNotFound { get; init; } = DefaultPreviousResponseNotFound;

    /// <summary>Returns the error of OpenAI's protocols for a request that continues a response that no planned provider can continue.</summary>
    /// <param name="id">The response's id.</param>
    /// <param name="reason">The reason, a clause without a full stop.</param>
    public static RouterError DefaultPreviousResponseNotFound(string id, string reason) =>
        new(RouterErrorKind.NotFound, 404, $"Previous response with id '{id}' not found: {reason}.")
        {
            Param = "previous_response_id",
            Code = "previous_response_not_found",
        };

    /// <summary>Returns whether a caller's header field is forwarded to a provider of the same protocol.</summary>
    /// <param name="name">The field's name, in any case.</param>
    public bool ForwardsToProvider(string name)
    {
        if (name.Equals("idempotency-key", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        foreach (var prefix in ForwardedPrefixes)
        {
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static void WriteInputTokens(Utf8JsonWriter json, int tokens)
    {
        json.WriteStartObject();
        json.WriteNumber("input_tokens"u8, tokens);
        json.WriteEndObject();
    }
}
