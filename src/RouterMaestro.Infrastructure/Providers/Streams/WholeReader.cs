using System.Runtime.CompilerServices;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Infrastructure.Providers.Resilience;

namespace RouterMaestro.Infrastructure.Providers.Streams;

/// <summary>Reads the complete body of a response.</summary>
internal static class WholeReader
{
    /// <summary>The maximum size of a response, in bytes.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>Reads to the end or to a limit.</summary>
    /// <exception cref="RouterException">There is no memory for the body.</exception>
    /// <returns>The body, which the caller disposes of, or the failure.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<(BodyBuffer? Body, UpstreamFailure? Failure)> ReadAsync(
        HttpContent content, UpstreamDeadline deadline, int limit, FailureKind onTimeout, MemoryBudget? memory = null)
    {
        var body = BodyBuffer.Rent(content.Headers.ContentLength + 1 ?? 8192, memory);
        try
        {
            var stream = await content.ReadAsStreamAsync(deadline.Token).ConfigureAwait(false);
            while (true)
            {
                var count = await stream.ReadAsync(body.GetMemory(), deadline.Token).ConfigureAwait(false);
                if (count == 0)
                {
                    return (body, null);
                }

                body.Advance(count);
                if (body.Length > limit)
                {
                    return Fail(body, FailureKind.Malformed, "The provider's answer is too large.");
                }
            }
        }
        catch (OperationCanceledException) when (deadline.IsExpired)
        {
            return Fail(body, onTimeout, FailureClassifier.Describe(onTimeout));
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            return Fail(body, FailureKind.Cut, FailureClassifier.Describe(FailureKind.Cut));
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }

    private static (BodyBuffer?, UpstreamFailure?) Fail(BodyBuffer body, FailureKind kind, string message)
    {
        body.Dispose();
        return (null, new UpstreamFailure(kind, message));
    }
}
