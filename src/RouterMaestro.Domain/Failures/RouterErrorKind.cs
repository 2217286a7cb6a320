namespace RouterMaestro.Domain.Failures;

/// <summary>What went wrong with a call, seen from the caller.</summary>
public enum RouterErrorKind
{
    /// <summary>The request is not valid.</summary>
    InvalidRequest,

    /// <summary>The gateway key is missing or wrong.</summary>
    Unauthenticated,

    /// <summary>The gateway key does not allow this.</summary>
    PermissionDenied,

    /// <summary>There is no such model or path.</summary>
    NotFound,

    /// <summary>The path does not answer to this method.</summary>
    MethodNotAllowed,

    /// <summary>The body is larger than the limit.</summary>
    TooLarge,

    /// <summary>The request has passed through too many gateways.</summary>
    LoopDetected,

    /// <summary>No provider can serve the request now.</summary>
    NoProvider,

    /// <summary>The providers that were asked failed.</summary>
    UpstreamFailed,

    /// <summary>The gateway is at fault.</summary>
    Internal,
}
