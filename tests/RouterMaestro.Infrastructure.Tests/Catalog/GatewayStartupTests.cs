using Microsoft.Extensions.Logging;
using RouterMaestro.Application.Streams;
using RouterMaestro.Domain.Models;
using RouterMaestro.Infrastructure.Catalog;
using static RouterMaestro.Infrastructure.Tests.Catalog.Gateway;

namespace RouterMaestro.Infrastructure.Tests.Catalog;

public sealed class GatewayStartupTests
{
    [Fact]
    public async Task The_start_logs_problems_and_requests_the_lists()
    {
        using var gateway = new Gateway(Live("a"), Live("far", ProviderStatus.NeedsKey), Live("near", ProviderStatus.Anonymous)) { Remark = "Hm." };
        var logger = new RecordingLogger<GatewayStartup>();

        await new GatewayStartup(gateway.State, StreamGuards.None, logger).StartAsync(CancellationToken.None);

        Assert.Equal(
            [
                (LogLevel.Error, "providers.json: x"),
                (LogLevel.Warning, "Hm."),
                (LogLevel.Information, "far cannot be used: set KEY"),
                (LogLevel.Information, "near has no key: requests are sent without one"),
            ],
            logger.Lines);
        await gateway["a"].UntilAskedAsync();
        await gateway["near"].UntilAskedAsync();
    }

    [Fact]
    public async Task A_problem_of_a_file_is_logged_with_its_full_path()
    {
        using var gateway = new Gateway(Pinned("a", "m")) { Problems = [new("providers.json", "x") { Location = "/etc/providers.json" }] };
        var logger = new RecordingLogger<GatewayStartup>();

        await new GatewayStartup(gateway.State, StreamGuards.None, logger).StartAsync(CancellationToken.None);
        gateway.Problems = [new("priorities.json", "y") { Location = "/etc/priorities.json" }];
        gateway.State.Reload();

        Assert.Contains(logger.Lines, line => line.Line == "/etc/providers.json: x");
        Assert.Contains(gateway.Logger.Lines, line => line.Line == "/etc/priorities.json: y");
    }

    [Fact]
    public async Task A_list_is_logged_when_the_state_changes()
    {
        using var gateway = new Gateway(Live("a"));
        string[] expected =
        [
            "a did not send its list of models: Connect, nobody there",
            "a has 1 model",
            "a did not send its list of models: Connect, nobody there",
        ];

        foreach (var model in new[] { null, null, "x", "y", null })
        {
            await gateway.UntilAskedAgainAsync("a", LiveModelList.Pause);
            if (model is null)
            {
                gateway["a"].Fail();
            }
            else
            {
                gateway["a"].Response(model);
                await gateway.UntilModelsAreAsync($"a/{model}");
                gateway.Clock.Advance(LiveModelList.Life);
            }
        }

        await gateway.UntilAskedAgainAsync("a", LiveModelList.Pause);
        Assert.Equal(expected, gateway.Logger.Lines.Select(l => l.Line));
    }
}
