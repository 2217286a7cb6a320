using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Domain.Failures;

/// <summary>A provider's failure, as a value.</summary>
/// <param name="Kind">Who failed, doing what.</param>
/// <param name="Message">The provider's own words, or ours where it had none; never holds a credential.</param>
public sealed record UpstreamFailure(FailureKind Kind, string Message)
{
    /// <summary>Gets the HTTP status that the provider answered with; null when there was no answer, or the failure came inside a 200.</summary>
    public int? Status { get; init; }

    /// <summary>Gets the provider's error type, such as <c>overloaded_error</c>; null when it gave none.</summary>
    public string? Type { get; init; }

    /// <summary>Gets the provider's error code, such as <c>context_length_exceeded</c>; null when it gave none.</summary>
    public string? Code { get; init; }

    /// <summary>Gets the field that the provider found fault with; null when it named none.</summary>
    public string? Param { get; init; }

    /// <summary>Gets how long the provider asks to be left alone; null when it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Gets the dialect of <see cref="Body"/>; null when there is none.</summary>
    public WireProtocol? Protocol { get; init; }

    /// <summary>Gets the provider's error document, for callers of the same dialect; null when it was not such a document.</summary>
    public RawJson? Body { get; init; }

    /// <summary>Gets the header fields that the caller should see, such as rate limits.</summary>
    public EquatableArray<HeaderField> Headers { get; init; } = [];

    /// <summary>Gets the provider's id of the request; null when it gave none.</summary>
    public string? UpstreamRequestId { get; init; }
}
