using System.Text;
using System.Text.Json.Nodes;
using RouterMaestro.Testing.Copilot;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Infrastructure.Tests.Providers.GitHubCopilot;

/// <summary>The rules for tokens of Copilot's API: when one is exchanged, stored, taken from the file, and kept.</summary>
public sealed class CopilotTokenTests
{
    private const string Model = "github-copilot/gpt-4.1";

    [Fact]
    public async Task A_token_in_memory_is_used_before_the_file_is_read()
    {
        await using var gateway = await CopilotGateway.StartAsync();
        await ServesAsync(gateway);
        await StoredAsync(gateway);
        await SetAsync(gateway, "access", "tid=other");

        await ServesAsync(gateway);

        Assert.Single(gateway.Copilot.Calls.Select(call => call.Headers["Authorization"]).Distinct());
        Assert.Equal(1, gateway.Copilot.TokenExchanges);
    }

    [Fact]
    public async Task A_stored_token_that_has_less_than_a_minute_left_is_not_adopted()
    {
        await using var gateway = await CopilotGateway.StartAsync();
        await ServesAsync(gateway);
        await StoredAsync(gateway);
        gateway.Clock.Advance(TimeSpan.FromMinutes(29.5));
        await gateway.RestartAsync();

        await ServesAsync(gateway);

        Assert.Equal(2, gateway.Copilot.TokenExchanges);
    }

    [Fact]
    public async Task A_token_that_another_gateway_stored_is_adopted_when_the_own_one_ends()
    {
        await using var gateway = await CopilotGateway.StartAsync();
        await ServesAsync(gateway);
        await StoredAsync(gateway);
        gateway.Clock.Advance(TimeSpan.FromMinutes(29.5));
        var other = gateway.Copilot.AddCopilotToken();
        await SetAsync(gateway, "access", other);
        await SetAsync(gateway, "expires", gateway.Clock.GetUtcNow().AddMinutes(30).ToUnixTimeSeconds());

        await ServesAsync(gateway);

        Assert.Equal("Bearer " + other, gateway.Copilot.Calls[^1].Headers["Authorization"]);
        Assert.Equal(1, gateway.Copilot.TokenExchanges);
    }

    [Fact]
    public async Task A_hundred_calls_without_a_token_cause_one_exchange()
    {
        await using var gateway = await CopilotGateway.StartAsync();

        var all = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => gateway.ChatAsync(Model)));

        Assert.All(all, one => Assert.Equal(200, one.Status));
        Assert.Equal(1, gateway.Copilot.TokenExchanges);
    }

    [Fact]
    public async Task An_exchange_is_tried_four_times_with_growing_pauses()
    {
        await using var gateway = await CopilotGateway.StartAsync(
            prepare: copilot => copilot.TokenExchange.Enqueue(SimulatedFault.Status(503), SimulatedFault.Status(429), SimulatedFault.Reset()));

        var (status, body) = await gateway.RunAsync(gateway.ChatAsync(Model));

        Assert.True(status == 200, body);
        var times = Exchanges(gateway).Select(request => request.ReceivedAt).ToArray();
        Assert.Equal(4, times.Length);
        double[] pauses = [0.3, 0.6, 1.2];
        Assert.All(pauses.Index(), pause => Assert.InRange((times[pause.Index + 1] - times[pause.Index]).TotalSeconds, pause.Item, pause.Item + 0.3));
    }

    [Fact]
    public async Task A_fifth_exchange_is_not_tried()
    {
        await using var gateway = await CopilotGateway.StartAsync(prepare: copilot => copilot.TokenExchange.Reply(SimulatedFault.Status(503)));

        var (status, body) = await gateway.RunAsync(gateway.ChatAsync(Model));

        // the model list, which comes first, may have had its own exchange
        Assert.True(status is >= 400 and < 600, body);
        Assert.Contains(Exchanges(gateway).Length, new[] { 4, 8 });
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_refused_exchange_is_not_repeated_and_the_next_account_serves(int refusal)
    {
        await using var gateway = await CopilotGateway.StartAsync(second: "work", priorities: """{"fallback":{"strategy":"same-model"}}""", prepare: copilot =>
        {
            copilot.Account.HasLicence = refusal != 403;
            copilot.TokenExchange.Reply(request => refusal == 401 && !CopilotGateway.IsOfSecond(request) ? SimulatedFault.Status(401) : CopilotStep.Delayed(TimeSpan.Zero));
        });

        // without its list of models the other account would have no such model
        await gateway.ListAsync();

        // the clock stands, so that a repetition would never come
        var (status, body) = await gateway.ChatAsync(Model).WaitAsync(TimeSpan.FromSeconds(10));

        Assert.True(status == 200, body);
        Assert.Equal("work", Assert.Single(gateway.Copilot.Ledger.Entries).Account);
    }

    [Fact]
    public async Task A_token_that_is_still_valid_is_used_while_GitHub_is_down()
    {
        await using var gateway = await CopilotGateway.StartAsync();
        await ServesAsync(gateway);
        gateway.Clock.Advance(TimeSpan.FromMinutes(29.5));
        gateway.Copilot.TokenExchange.Reply(SimulatedFault.Status(503));

        var (status, body) = await gateway.RunAsync(gateway.ChatAsync(Model));

        Assert.True(status == 200, body);
        Assert.Equal(5, Exchanges(gateway).Length);

        // not every call asks again
        await ServesAsync(gateway);
        Assert.Equal(5, Exchanges(gateway).Length);
    }

    [Fact]
    public async Task A_token_that_was_rejected_is_not_used_again_while_GitHub_is_down()
    {
        await using var gateway = await CopilotGateway.StartAsync();
        await ServesAsync(gateway);
        gateway.Copilot.ExpireTokens();
        gateway.Copilot.TokenExchange.Reply(SimulatedFault.Status(503));

        using var content = new StringContent($$"""{"model":"{{Model}}","messages":[{"role":"user","content":"hi"}]}""", Encoding.UTF8, "application/json");
        using var response = await gateway.RunAsync(gateway.Client.PostAsync(new Uri("v1/chat/completions", UriKind.Relative), content));

        Assert.Equal(502, (int)response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
        Assert.Contains("could not get a credential", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(2, gateway.Copilot.Calls.Count);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_or_written_takes_no_token_away()
    {
        await using var gateway = await CopilotGateway.StartAsync();
        await ServesAsync(gateway);
        await StoredAsync(gateway);
        File.Delete(gateway.Paths.AuthFile);
        Directory.CreateDirectory(gateway.Paths.AuthFile);

        await ServesAsync(gateway);
        gateway.Clock.Advance(TimeSpan.FromMinutes(29.5));
        await ServesAsync(gateway);
        await ServesAsync(gateway);

        Assert.Equal(2, gateway.Copilot.TokenExchanges);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(421)]
    public async Task A_rejected_token_is_exchanged_once_and_the_call_sent_once_more(int rejection)
    {
        await using var gateway = await CopilotGateway.StartAsync();
        gateway.Copilot.Enqueue(SimulatedFault.Status(rejection));
        await ServesAsync(gateway);
        Assert.Equal((2, 2), (gateway.Copilot.TokenExchanges, gateway.Copilot.Calls.Count));
        Assert.Equal(2, gateway.Copilot.Calls.Select(call => call.Headers["Authorization"]).Distinct().Count());
        Assert.Equal(2, gateway.Copilot.Calls.Select(call => call.Headers["X-Request-Id"]).Distinct().Count());

        gateway.Copilot.Enqueue(SimulatedFault.Status(rejection).WithBody("text/plain", "no"), SimulatedFault.Status(rejection).WithBody("text/plain", "no"));
        var (status, _) = await gateway.ChatAsync(Model);

        Assert.Equal(rejection == 421 ? 502 : 424, status);
        Assert.Equal((3, 4), (gateway.Copilot.TokenExchanges, gateway.Copilot.Calls.Count));
    }

    [Fact]
    public async Task A_token_that_expires_in_the_middle_of_a_stream_does_not_end_it()
    {
        await using var gateway = await CopilotGateway.StartAsync();
        gateway.Copilot.Enqueue(SimulatedResponse.Text("one ", "two ", "three").StallAfter(2, TimeSpan.FromMinutes(1)));
        var stream = gateway.ChatAsync(Model, "\"stream\":true,");
        await gateway.Copilot.WaitForRequestAsync(3);

        gateway.Copilot.ExpireTokens();
        var (_, body) = await gateway.RunAsync(stream, step: 1);

        Assert.Equal("one two three", CopilotCallTests.Observe("chat", body, stream: true).Text);
        Assert.Equal(1, gateway.Copilot.TokenExchanges);
        await ServesAsync(gateway);
        Assert.Equal(2, gateway.Copilot.TokenExchanges);
    }

    [Fact]
    public async Task A_slow_exchange_blocks_no_other_provider()
    {
        await using var gateway = await CopilotGateway.StartAsync(second: "work", prepare: copilot => copilot.TokenExchange.Reply(
            request => CopilotStep.Delayed(TimeSpan.FromSeconds(CopilotGateway.IsOfSecond(request) ? 0 : 8))));
        var slow = gateway.ChatAsync(Model);
        await gateway.Copilot.WaitForRequestAsync();

        var (status, body) = await gateway.ChatAsync("github-copilot@work/gpt-4.1");

        Assert.True(status == 200, body);
        Assert.False(slow.IsCompleted);
        Assert.Equal(200, (await gateway.RunAsync(slow)).Status);
    }

    [Fact]
    public async Task A_token_without_an_endpoint_names_its_host_itself()
    {
        await using var gateway = await CopilotGateway.StartAsync();
        gateway.Copilot.OmitsEndpoints = true;

        await ServesAsync(gateway);
    }

    private static ReceivedRequest[] Exchanges(CopilotGateway gateway) =>
        [.. gateway.Copilot.Requests.Where(request => request.Path.EndsWith("/copilot_internal/v2/token", StringComparison.Ordinal))];

    private static async Task ServesAsync(CopilotGateway gateway)
    {
        var (status, body) = await gateway.ChatAsync(Model);
        Assert.True(status == 200, body);
    }

    private static async Task<JsonNode> StoredAsync(CopilotGateway gateway)
    {
        for (var i = 0; i < 100; i++)
        {
            if (JsonNode.Parse(await File.ReadAllTextAsync(gateway.Paths.AuthFile))! is var file && file["github-copilot"]!["access"] is not null)
            {
                return file;
            }

            await Task.Delay(50);
        }

        throw new TimeoutException("The token was not stored.");
    }

    private static async Task SetAsync(CopilotGateway gateway, string member, JsonNode value)
    {
        var file = await StoredAsync(gateway);
        file["github-copilot"]![member] = value;
        await File.WriteAllTextAsync(gateway.Paths.AuthFile, file.ToJsonString());
    }
}
