namespace RouterMaestro.Domain.Failures;

/// <summary>How a provider failed: who, doing what.</summary>
public enum FailureKind
{
    /// <summary>No connection came about.</summary>
    Connect,

    /// <summary>The connection broke before the answer's first byte.</summary>
    Reset,

    /// <summary>The response headers did not come in time.</summary>
    HeadersTimeout,

    /// <summary>The first content did not come in time.</summary>
    FirstContentTimeout,

    /// <summary>The provider fell silent in the middle of its answer.</summary>
    IdleTimeout,

    /// <summary>The answer took longer than it may in all.</summary>
    TotalTimeout,

    /// <summary>The provider asks for fewer requests.</summary>
    RateLimited,

    /// <summary>The account's quota is used up.</summary>
    QuotaExhausted,

    /// <summary>The provider has too much to do.</summary>
    Overloaded,

    /// <summary>The provider reports a fault of its own.</summary>
    ServerError,

    /// <summary>The provider refused the gateway's own credential.</summary>
    Credential,

    /// <summary>The provider does not know the model or the path.</summary>
    NotFound,

    /// <summary>The conversation is too long for the model.</summary>
    ContextOverflow,

    /// <summary>The provider's content policy forbids the request.</summary>
    ContentPolicy,

    /// <summary>The provider finds fault with the request.</summary>
    InvalidRequest,

    /// <summary>The answer is not what the dialect allows.</summary>
    Malformed,

    /// <summary>The answer holds nothing.</summary>
    Empty,

    /// <summary>The stream ended without saying why.</summary>
    Cut,
}
