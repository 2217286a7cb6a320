using RouterMaestro.Domain;
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
    /// <summary>Gets the paths under which callers of the protocol are served; a longer path wins over a shorter one.</summary>
    public EquatableArray<string> InboundPaths { get; init; } = [];

    /// <summary>Gets the member of a request's body that holds the conversation.</summary>
    public string ConversationMember { get; init; } = "messages";

    /// <summary>Gets the path at which a provider counts the tokens of a call; null if the protocol has none.</summary>
    public string? CountPath { get; init; }

    /// <summary>Gets the value of the member <c>object</c> in a token count; null if the count has no such member.</summary>
    public string? CountObject { get; init; }

    /// <summary>Gets the beginnings of the caller's header fields that are forwarded to a provider of the same protocol.</summary>
    public EquatableArray<string> ForwardedPrefixes { get; init; } = [];

    /// <summary>Gets the header fields in which a provider names its id of the request, the most likely first.</summary>
    public EquatableArray<string> RequestIdHeaders { get; init; } = [];

    /// <summary>Gets the header field in which callers look for the id of the request, beside <c>x-request-id</c>; null if there is none.</summary>
    public string? CallerRequestIdHeader { get; init; }

    /// <summary>Gets the header field that names the protocol's version, and its value if the caller sends none; null if there is none.</summary>
    public (string Name, string Value)? VersionHeader { get; init; }

    /// <summary>Gets the query of the call that lists models; may be empty.</summary>
    public string ListQuery { get; init; } = "";

    /// <summary>Gets a value indicating whether callers get lists of models in pages, as Anthropic's clients ask for them.</summary>
    public bool PagesModelLists { get; init; }

    /// <summary>Gets the members that hold reasoning signatures, and other data that a provider encrypts for itself.</summary>
    public EquatableArray<SignatureMember> SignatureMembers { get; init; } = [];

    /// <summary>Gets the place of the id by which a later request continues a response; null if no request can do so.</summary>
    public ResponseIdPlace? ResponseId { get; init; }

    /// <summary>Gets a value indicating whether a model reasons without showing it in this protocol, by the model's id.</summary>
    public Func<string, bool> HidesReasoning { get; init; } = static _ => false;

    /// <summary>Gets the error for a request that continues a response which another provider than the planned ones stores: of the response's id and that provider.</summary>
    public Func<string, string, RouterError> PreviousResponseNotFound { get; init; } = DefaultPreviousResponseNotFound;

    /// <summary>Returns the error of OpenAI's protocols for a request that continues a response which another provider stores.</summary>
    /// <param name="id">The response's id.</param>
    /// <param name="provider">The id of the provider that stores it.</param>
    public static RouterError DefaultPreviousResponseNotFound(string id, string provider) =>
        RouterError.Invalid("previous_response_id", $"Previous response with id '{id}' not found: '{provider}' stores it, where this model is not.") with
        {
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
}
