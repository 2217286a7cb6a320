using System.Runtime.CompilerServices;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Infrastructure.Providers.Resilience;

namespace RouterMaestro.Infrastructure.Providers.Streams;

/// <summary>Reads a whole document of a provider.</summary>
internal static class WholeReader
{
    /// <summary>The largest answer that is read, in bytes.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    /// <summary>Reads to the end, or to a limit.</summary>
    /// <returns>The bytes, which are the caller's to dispose, or why there are none.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<(BodyBuffer? Body, UpstreamFailure? Failure)> ReadAsync(
        HttpContent content, UpstreamDeadline deadline, int limit, FailureKind onTimeout)
    {
        var body = BodyBuffer.Rent((int)Math.Min(content.Headers.ContentLength + 1 ?? 8192, limit));
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
