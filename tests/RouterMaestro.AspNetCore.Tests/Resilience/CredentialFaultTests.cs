using System.Text;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Resilience;

/// <summary>A provider that refuses the gateway's own key, or the account behind it.</summary>
public sealed class CredentialFaultTests
{
    public static TheoryData<string, string, CommitMode, bool> ModesAndWhole => FaultBench.ModesAndWhole();

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public async Task A_refused_key_opens_its_circuit_and_another_provider_serves(int status)
    {
        await using var gateway = await TestGateway.StartAsync(new RoutingSettings { Priorities = ["chat/one", "chat/two", "messages/backup"] });
        gateway.Upstream.When(r => r.Model is "one" or "two").Reply(Refused(status));
        gateway.Upstream.When(r => r.Model is "backup").Reply(SimulatedResponse.Text("served elsewhere"));

        foreach (var stream in new[] { false, true, false })
        {
            var request = $$"""{"model":"chat/one","stream":{{(stream ? "true" : "false")}},"messages":[{"role":"user","content":"hi"}]}""";
            var (response, answer, _) = await ProtocolCase.Chat.SendAsync(gateway.Client, ProtocolCase.Chat.Ask(request));
            Assert.Equal("served elsewhere", answer.Text);
            Assert.Equal("messages/backup", Assert.Single(response.Headers.GetValues("x-router-maestro-model")));
        }

        // the second model has the same key, so it is asked only in the first call, which began before the circuit opened
        Assert.Equal(["one", "two"], gateway.Received.Where(r => r.Model != "backup").Select(r => r.Model));
    }

    [Theory]
    [MemberData(nameof(ModesAndWhole))]
    public async Task Without_another_candidate_a_refused_key_is_a_424_that_says_whose_it_was(string caller, string upstream, CommitMode commit, bool stream)
    {
        await using var bench = await FaultBench.StartAsync(caller, upstream, commit, s => s with { Strategy = "none" });
        foreach (var status in new[] { 401, 403 })
        {
            bench.Primary.Enqueue(Refused(status).WithHeader("retry-after", "9"));

            var result = await bench.AskAsync(stream);

            result.IsRefused(424, $"{upstream} refused the gateway's own key (HTTP {status}): the key was revoked");
            Assert.False(result.Response.Headers.Contains("retry-after"));
        }
    }

    [Fact]
    public async Task A_provider_that_wants_a_key_where_there_is_none_is_a_424_that_says_so()
    {
        await using var gateway = await TestGateway.StartAsync(configureWith: (builder, upstream) => builder.AddOpenAICompatible("open", upstream.BaseUrl.ToString()));
        gateway.Upstream.Reply(Refused(401));
        using var request = ProtocolCase.Chat.Ask("open", stream: false);

        var (response, answer, _) = await ProtocolCase.Chat.SendAsync(gateway.Client, request);

        Assert.Equal(424, (int)response.StatusCode);
        Assert.Equal("open refused the gateway (HTTP 401), which has no key for it: the key was revoked", answer.ErrorMessage);
    }

    [Theory]
    [MemberData(nameof(ModesAndWhole))]
    public async Task A_403_that_speaks_of_the_request_stays_a_403(string caller, string upstream, CommitMode commit, bool stream)
    {
        await using var bench = await FaultBench.StartAsync(caller, upstream, commit, s => s with { Strategy = "none" });
        foreach (var words in new[] { "Your input was flagged by moderation.", "You do not have access to the model 'primary'.", "Your region is not supported." })
        {
            bench.Primary.Enqueue(SimulatedFault.Status(403, words));

            var result = await bench.AskAsync(stream);

            result.IsRefused(403, words);
            Assert.DoesNotContain("gateway's own key", result.Observed.ErrorMessage, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("chat", "chat")]
    [InlineData("chat", "messages")]
    [InlineData("messages", "messages")]
    [InlineData("messages", "chat")]
    [InlineData("responses", "messages")]
    public async Task A_key_refused_in_the_middle_of_a_stream_is_named_as_the_gateways(string caller, string upstream)
    {
        await using var bench = await FaultBench.StartAsync(caller, upstream, CommitMode.FirstContent, s => s with { Strategy = "none" });
        var frame = upstream == "messages"
            ? "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"authentication_error\",\"message\":\"the key was revoked\"}}\n\n"
            : "data: {\"error\":{\"message\":\"the key was revoked\",\"type\":\"authentication_error\"}}\n\n";
        bench.Primary.Reply(SimulatedResponse.Raw(200, "text/event-stream", Encoding.UTF8.GetBytes(Beginning(upstream) + frame)));

        var result = await bench.AskAsync();

        result.IsBrokenOff("one ");
        Assert.Contains($"{upstream} refused the gateway's own key: the key was revoked", result.Observed.ErrorMessage, StringComparison.Ordinal);
    }

    // the simulator's own 403 speaks of the region, as OpenAI's does
    private static SimulatedRawResponse Refused(int status) =>
        SimulatedResponse.Raw(status, "application/json", """{"type":"error","error":{"type":"permission_error","message":"the key was revoked"}}"""u8.ToArray());

    private static string Beginning(string upstream) => upstream == "messages"
        ? """
          event: message_start
          data: {"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"primary","content":[],"stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":0}}}

          event: content_block_start
          data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

          event: content_block_delta
          data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"one "}}


          """
        : """
          data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"primary","choices":[{"index":0,"delta":{"role":"assistant","content":"one "},"finish_reason":null}]}


          """;

    [Theory]
    [MemberData(nameof(ModesAndWhole))]
    public async Task An_exhausted_quota_opens_the_circuit_of_the_model_and_another_serves(string caller, string upstream, CommitMode commit, bool stream)
    {
        await using var bench = await FaultBench.StartAsync(caller, upstream, commit);
        bench.Primary.Reply(SimulatedFault.InsufficientQuota());

        (await bench.AskAsync(stream)).IsWhole(FaultBench.BackupText, bench.Qualified("backup"));
        (await bench.AskAsync(stream)).IsWhole(FaultBench.BackupText, bench.Qualified("backup"));

        Assert.Single(bench.Attempts("primary"));
    }
}
