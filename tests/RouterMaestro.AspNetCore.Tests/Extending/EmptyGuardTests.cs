using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.Calls;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Extending;

public sealed class EmptyGuardTests
{
    [Fact]
    public async Task A_guard_without_an_inspector_is_logged_as_broken()
    {
        await using var gateway = await TestGateway.StartAsync(configure: builder => builder.AddStreamGuard<Empty>());
        gateway.Upstream.Reply(SimulatedResponse.Text("all well"));

        var (_, observed, _) = await ProtocolCase.Chat.SendAsync(gateway.Client, ProtocolCase.Chat.Ask("chat", stream: true));

        Assert.Equal("all well", observed.Text);
        Assert.Single(gateway.Logs.All, line => line.Contains("returned no inspector", StringComparison.Ordinal));
    }

    private sealed class Empty : IStreamGuard
    {
        public string Name => "empty";

        public bool AppliesTo(CandidateCall call) => true;

        public IStreamInspector Inspect(CandidateCall call) => null!;
    }
}
