using System.Diagnostics;
using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Polly;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Infrastructure.Providers.Modules;
using RouterMaestro.Infrastructure.Providers.Profiles;
using RouterMaestro.Infrastructure.Providers.Transport;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Infrastructure.Providers.Resilience;

/// <summary>Sends requests with the provider's credential, and once more with another one if the provider rejects it.</summary>
internal sealed partial class UpstreamSender(
    UpstreamResilience resilience, ICredentialSource credentials, UpstreamAuthorization authorization, SecretMask mask, ILogger logger) : IDisposable
{
    private readonly ILogger _logger = logger;

    /// <summary>Gets the mask of the provider's secrets.</summary>
    public SecretMask Mask => mask;

    /// <summary>Gets the clock that measures the time limits.</summary>
    public TimeProvider Clock => resilience.Clock;

    /// <summary>Sends a request and waits for the response headers.</summary>
    /// <param name="attempts">The request.</param>
    /// <param name="protocol">The protocol of the request.</param>
    /// <returns>The response with any status, or the failure.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<(HttpResponseMessage? Response, UpstreamFailure? Failure)> SendAsync(UpstreamRetry attempts, ProtocolDescription protocol)
    {
        ProviderCredential? credential;
        try
        {
            credential = await GetCredentialAsync(attempts).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OperationCanceledException || !IsCancelledByCaller(attempts.Deadline))
        {
            return (null, CredentialFailure(exception, attempts.Deadline));
        }

        authorization.Apply(attempts.Request, attempts.Address, protocol, credential);
        var outcome = await resilience.SendAsync(attempts).ConfigureAwait(false);
        var (renewed, refusal) = credential is not null && IsRejected(outcome.Result) ? await RenewAsync(attempts, credential).ConfigureAwait(false) : default;
        if (refusal is not null)
        {
            outcome.Result!.Dispose();
            return (null, refusal);
        }

        if (renewed is not null)
        {
            await attempts.NoteAsync(outcome).ConfigureAwait(false);
            outcome.Result!.Dispose();
            authorization.Apply(attempts.Request, attempts.Address, protocol, renewed);
            outcome = await resilience.SendOnceAsync(attempts).ConfigureAwait(false);
        }

        return Read(outcome, attempts.Deadline);
    }

    public void Dispose() => resilience.Dispose();

    private static bool IsRejected(HttpResponseMessage? response) =>
        response?.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden or HttpStatusCode.MisdirectedRequest;

    private static bool IsCancelledByCaller(UpstreamDeadline deadline) => deadline.Token.IsCancellationRequested && !deadline.IsExpired;

    private static (HttpResponseMessage? Response, UpstreamFailure? Failure) Read(Outcome<HttpResponseMessage> outcome, UpstreamDeadline deadline)
    {
        switch (outcome.Exception)
        {
            case null:
                return (outcome.Result, null);
            case HttpRequestException exception:
                return (null, FailureClassifier.Of(exception));
            case OperationCanceledException exception when deadline.IsExpired || exception.InnerException is TimeoutException:
                var kind = deadline.IsExpired ? deadline.Blame(FailureKind.HeadersTimeout) : FailureKind.Connect;
                return (null, new UpstreamFailure(kind, FailureClassifier.Describe(kind)));
            default:
                outcome.ThrowIfException();
                throw new UnreachableException();
        }
    }

    private ValueTask<ProviderCredential?> GetCredentialAsync(UpstreamRetry attempts)
    {
        var credential = credentials.GetAsync(attempts.Deadline.Token);
        if (!credential.IsCompleted)
        {
            attempts.Arm();
        }

        return credential;
    }

    private UpstreamFailure CredentialFailure(Exception exception, UpstreamDeadline deadline)
    {
        LogNoCredential(exception.GetType().Name, mask.Apply(exception.Message));
        var kind = deadline.IsExpired ? deadline.Blame(FailureKind.HeadersTimeout) : FailureKind.Credential;
        return exception is CredentialRefusedException refused
            ? Refusal(refused)
            : new UpstreamFailure(kind, "The gateway could not get a credential for the provider.");
    }

    private UpstreamFailure Refusal(CredentialRefusedException refused) => new(FailureKind.Credential, mask.Apply(refused.Message)) { Status = refused.Status };

    // the provider's own response is the best report when there is no other credential, unless its source knows what an operator must do
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<(ProviderCredential? Renewed, UpstreamFailure? Refusal)> RenewAsync(UpstreamRetry attempts, ProviderCredential rejected)
    {
        try
        {
            var renewal = credentials.RenewAsync(rejected, attempts.Deadline.Token);
            if (!renewal.IsCompleted)
            {
                attempts.Arm();
            }

            return (await renewal.ConfigureAwait(false) ? await credentials.GetAsync(attempts.Deadline.Token).ConfigureAwait(false) : null, null);
        }
        catch (Exception exception) when (!IsCancelledByCaller(attempts.Deadline))
        {
            var failure = CredentialFailure(exception, attempts.Deadline);

            // a source that fails for now may have another credential soon, and the one that was rejected says nothing about that
            return (null, exception is CredentialRefusedException || IsOutage(exception) ? failure : null);
        }
    }

    private static bool IsOutage(Exception exception) => exception switch
    {
        HttpRequestException { StatusCode: { } status } => (int)status is 408 or 429 or >= 500,
        _ => exception is HttpRequestException or IOException or TimeoutException or OperationCanceledException,
    };

    [LoggerMessage(2002, LogLevel.Warning, "No credential could be obtained: {Exception}, {Reason}")]
    private partial void LogNoCredential(string exception, string reason);
}
