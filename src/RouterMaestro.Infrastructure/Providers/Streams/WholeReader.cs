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
    /// <param name="content">The content of the response.</param>
    /// <param name="deadline">The time limits.</param>
    /// <param name="limit">The maximum size, in bytes.</param>
    /// <param name="onTimeout">The kind of failure if the time runs out.</param>
    /// <param name="memory">The budget of the body.</param>
    /// <param name="extras">Reads a body whose end does not come, which may be complete and have its cost all the same.</param>
    /// <exception cref="RouterException">There is no memory for the body.</exception>
    /// <returns>The body, which the caller disposes of, or the failure.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public static async ValueTask<(BodyBuffer? Body, UpstreamFailure? Failure)> ReadAsync(
        HttpContent content, UpstreamDeadline deadline, int limit, FailureKind onTimeout, MemoryBudget? memory = null, ExtrasReading? extras = null)
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
            extras?.Read(body.Memory.Span);
            return Fail(body, onTimeout, FailureClassifier.Describe(onTimeout));
        }
        catch (UndecodableException exception)
        {
            return Fail(body, FailureKind.Malformed, FailureClassifier.Describe(exception));
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException)
        {
            extras?.Read(body.Memory.Span);
            return Fail(body, FailureKind.Cut, FailureClassifier.Describe(FailureKind.Cut));
        }
        catch
        {
            extras?.Read(body.Memory.Span);
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
