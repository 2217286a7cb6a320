using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Infrastructure.Providers;

/// <summary>A stream of which nothing has been passed on yet.</summary>
internal interface ICommittableStream
{
    /// <summary>Gets whether the first content is there.</summary>
    bool HasContent { get; }

    /// <summary>Gets whether only the usage and the terminal are left.</summary>
    bool IsFinishing { get; }

    /// <summary>Gets whether the answer is complete or has failed.</summary>
    bool IsOver { get; }

    /// <summary>Gets why the stream broke off; null while it has not.</summary>
    UpstreamFailure? Failure { get; }

    /// <summary>Takes in what has been read, and holds it back.</summary>
    void Hold();
}
