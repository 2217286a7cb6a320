using System.Diagnostics;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Infrastructure.Providers.Profiles;

namespace RouterMaestro.Infrastructure.Tests.Catalog;

/// <summary>A provider whose lists the test supplies, one call after another.</summary>
internal sealed class FakeProvider(ProviderProfile profile) : IProvider, IDisposable
{
    private readonly SemaphoreSlim _asked = new(0);
    private TaskCompletionSource<ModelListing> _response = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ProviderCard Card => profile.ToCard();

    public int Calls { get; private set; }

    public Activity? ActivityWhenAsked { get; private set; }

    public bool IsDisposed { get; private set; }

    public CancellationToken LastToken { get; private set; }

    /// <summary>Gets or sets the result of a call.</summary>
    public Attempt Attempt { get; set; } = new Attempt.Failed(new UpstreamFailure(FailureKind.Overloaded, "busy"));

    /// <summary>Gets or sets the task that a call waits for.</summary>
    public Task Answering { get; set; } = Task.CompletedTask;

    public async Task<Attempt> SendAsync(CandidateCall call, CancellationToken cancellationToken)
    {
        await Answering.WaitAsync(cancellationToken);
        return Attempt;
    }

    public Task<ModelListing> ListModelsAsync(CancellationToken cancellationToken)
    {
        Calls++;
        ActivityWhenAsked = Activity.Current;
        LastToken = cancellationToken;
        _response = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked.Release();
        return _response.Task.WaitAsync(cancellationToken);
    }

    public Task<bool> IsAskedAsync(TimeSpan within) => _asked.WaitAsync(within);

    public async Task UntilAskedAsync() => Assert.True(await IsAskedAsync(TimeSpan.FromSeconds(10)), "the provider was not asked");

    public void Response(params string[] models) =>
        _response.SetResult(new ModelListing(models.Select(id => new ModelCard(new ModelRef(Card.Id, id), id)).ToEquatableArray()));

    public void Fail() => _response.SetResult(new ModelListing([], new UpstreamFailure(FailureKind.Connect, "nobody there")));

    public void Break(Exception exception) => _response.SetException(exception);

    public void Dispose() => IsDisposed = true;
}
