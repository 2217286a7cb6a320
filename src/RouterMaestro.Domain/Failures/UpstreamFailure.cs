using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Domain.Failures;

/// <summary>A provider's failure, as a value.</summary>
/// <param name="Kind">The kind of failure.</param>
/// <param name="Message">The provider's message, or the gateway's if there is none; never holds a credential.</param>
public sealed record UpstreamFailure(FailureKind Kind, string Message)
{
    /// <summary>Gets the HTTP status that the provider answered with; null when there was no answer, or the failure came inside a 200.</summary>
    public int? Status { get; init; }

    /// <summary>Gets the provider's error type, such as <c>overloaded_error</c>; null when it gave none.</summary>
    public string? Type { get; init; }

    /// <summary>Gets the provider's error code, such as <c>context_length_exceeded</c>; null when it gave none.</summary>
    public string? Code { get; init; }

    /// <summary>Gets the field that the provider rejected; null when it named none.</summary>
    public string? Param { get; init; }

    /// <summary>Gets the delay that the provider asks for before the next request; null when it gave none.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Gets the protocol of <see cref="Body"/>; null when there is none.</summary>
    public WireProtocol? Protocol { get; init; }

    /// <summary>Gets the provider's error document, for callers of the same protocol; null when it was not such a document.</summary>
    public RawJson? Body { get; init; }

    /// <summary>Gets the header fields that the caller should see, such as rate limits.</summary>
    public EquatableArray<HeaderField> Headers { get; init; } = [];

    /// <summary>Gets the provider's id of the request; null when it gave none.</summary>
    public string? UpstreamRequestId { get; init; }

    /// <summary>Gets whether the request was sent without a key, because the gateway has none for the provider.</summary>
    public bool IsKeyMissing { get; init; }

    /// <summary>
    /// Gets whether the provider refused the gateway's own key. The other failures of a credential are those of a gateway that could not get
    /// one: the provider said nothing.
    /// </summary>
    public bool IsKeyRefused => Kind == FailureKind.Credential && (Status is not null || Type is not null || Code is not null);

    /// <summary>Gets the duration of the attempt that failed, where one call to the provider was several attempts; null when it was not measured.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Gets the name of the stream guard that stopped the response; null when the provider itself failed.</summary>
    public string? Guard { get; init; }
}

/// <summary>The kind of a provider's failure.</summary>
public enum FailureKind
{
    /// <summary>No connection could be made.</summary>
    Connect,

    /// <summary>The connection broke before the response's first byte.</summary>
    Reset,

    /// <summary>The response headers did not come in time.</summary>
    HeadersTimeout,

    /// <summary>The first content did not come in time.</summary>
    FirstContentTimeout,

    /// <summary>The provider fell silent in the middle of its answer.</summary>
    IdleTimeout,

    /// <summary>The response took longer than it may in all.</summary>
    TotalTimeout,

    /// <summary>The provider asks for fewer requests.</summary>
    RateLimited,

    /// <summary>The account's quota is used up.</summary>
    QuotaExhausted,

    /// <summary>The provider is overloaded.</summary>
    Overloaded,

    /// <summary>The provider reports an internal error.</summary>
    ServerError,

    /// <summary>The provider refused the gateway's own credential.</summary>
    Credential,

    /// <summary>The provider does not know the model or the path.</summary>
    NotFound,

    /// <summary>The conversation is too long for the model.</summary>
    ContextOverflow,

    /// <summary>The provider's content policy forbids the request.</summary>
    ContentPolicy,

    /// <summary>The provider rejects the request as invalid.</summary>
    InvalidRequest,

    /// <summary>The response breaks the rules of the protocol.</summary>
    Malformed,

    /// <summary>The response is empty.</summary>
    Empty,

    /// <summary>The stream ended without a finish reason.</summary>
    Cut,
}
