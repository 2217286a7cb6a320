using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.DependencyInjection;
using RouterMaestro.Domain.Chat;
using RouterMaestro.TestKit;
using Xunit.Abstractions;

namespace RouterMaestro.AspNetCore.Tests.Recordings;

/// <summary>Recorded responses pass a guard that lets everything pass as they pass the gateway without one.</summary>
public sealed class WatchedReplayTests(WatchedReplayGateway fixture, ITestOutputHelper output) : IClassFixture<WatchedReplayGateway>
{
    [SharedDataTheory]
    [InlineData("openai-chat", "whole")]
    [InlineData("openai-compatible", "random")]
    [InlineData("anthropic-messages", "whole")]
    [InlineData("openai-responses", "random")]
    public Task Recordings_pass_a_guard_equal_but_for_the_declared_edits(string family, string split) =>
        new SameProtocolReplayTests(fixture, output).Recordings_pass_equal_but_for_the_declared_edits(family, split);
}

/// <summary>The gateway of the recordings, with a guard that lets everything pass.</summary>
public sealed class WatchedReplayGateway : ReplayGateway
{
    protected override void Configure(IRouterMaestroBuilder router) => router.AddStreamGuard<Watcher>();

    private sealed class Watcher : IStreamGuard, IStreamInspector
    {
        public string Name => "watcher";

        public bool AppliesTo(CandidateCall call) => true;

        public IStreamInspector Inspect(CandidateCall call) => this;

        public StreamVerdict Inspect(in ChatEventSpan span) => StreamVerdict.Pass;
    }
}
