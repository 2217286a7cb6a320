using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Testing.Observing;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Routing;

/// <summary>Fields that a translation drops are reported, counted and logged, and the settings decide what else happens.</summary>
public sealed class LossTests : IAsyncDisposable
{
    private const string Dropped = "x-router-maestro-dropped";
    private const string Hi = """ "messages":[{"role":"user","content":"hi"}]""";

    private TestGateway? _gateway;

    private IEnumerable<string> Received => _gateway!.Received.Select(r => $"{(r.Path.EndsWith("/messages", StringComparison.Ordinal) ? "messages" : "chat")}/{r.Model}");

    [Theory]
    [InlineData("messages")]
    [InlineData("responses")]
    public async Task Extra_parts_of_a_response_that_are_dropped_are_named(string caller)
    {
        await using var gateway = await TestGateway.StartAsync();
        gateway.Upstream.Reply(SimulatedResponse.Raw(200, "application/json", """
            {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"A cat.",
            "annotations":[{"type":"url_citation","url_citation":{"start_index":0,"end_index":1,"url":"https://example.com","title":"t"}}],
            "images":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}],"audio":null}}],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}
            """u8.ToArray()));
        var protocol = ProtocolCase.Named(caller);

        var (response, answer, _) = await protocol.SendAsync(gateway.Client, protocol.Ask("chat", stream: false, protocol.MaxTokens(50)));

        Assert.Equal("A cat.", answer.Text);
        Assert.Equal("message.annotations, message.images", Assert.Single(response.Headers.GetValues("x-router-maestro-dropped")));
    }

    [Theory]
    [InlineData("chat", "messages", ""","seed":7,"logit_bias":{}""", "seed, logit_bias")]
    [InlineData("messages", "chat", ""","max_tokens":9,"top_k":3""", "top_k")]
    [InlineData("chat", "chat", ""","seed":7""", null)]
    [InlineData("chat", "messages", "", null)]
    public async Task Responses_and_streams_name_the_dropped_fields(string caller, string upstream, string said, string? expected)
    {
        await StartAsync(LossPolicy.Allow);
        foreach (var stream in new[] { false, true })
        {
            var (response, answer, _) = await AskAsync(caller, $"{upstream}/m", $"{said},\"stream\":{(stream ? "true" : "false")}");

            Assert.NotEmpty(answer.Text);
            Assert.Equal(expected, DroppedBy(response));
        }
    }

    [Theory]
    [InlineData("messages", "chat", "max_tokens")]
    [InlineData("messages", "responses", "max_output_tokens")]
    [InlineData("chat", "messages", "max_tokens")]
    public async Task A_token_limit_above_that_of_the_model_is_lowered_and_named(string caller, string upstream, string field)
    {
        _gateway = await TestGateway.StartAsync(
            RoutingSettings.Default with { ModelOverrides = [new("m", new(MaxOutputTokens: 500))] }, withResponses: true);

        var (response, _, _) = await AskAsync(caller, $"{upstream}/m", ",\"max_tokens\":900");

        Assert.Equal("max_tokens", DroppedBy(response));
        Assert.Equal(500, JsonNode.Parse(_gateway.Received[^1].Body.Span)![field]!.GetValue<int>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_error_names_the_fields_that_were_dropped(bool stream)
    {
        await StartAsync(LossPolicy.Allow);
        _gateway!.Upstream.When(_ => true).Reply(SimulatedFault.Status(400, "no"));

        var (response, _, _) = await AskAsync("chat", "messages/m", $",\"seed\":7,\"stream\":{(stream ? "true" : "false")}");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("seed", DroppedBy(response));
    }

    [Fact]
    public async Task Losses_of_a_failed_candidate_are_not_reported_for_the_next()
    {
        await StartAsync(LossPolicy.Allow, "messages/m", "chat/m");
        _gateway!.Upstream.When(r => r.Path.EndsWith("/messages", StringComparison.Ordinal)).Reply(SimulatedFault.Status(529));

        var (response, _, _) = await AskAsync("chat", "messages/m", ",\"seed\":7");

        Assert.Equal("chat/m", Assert.Single(response.Headers.GetValues("x-router-maestro-model")));
        Assert.Null(DroppedBy(response));
    }

    [Fact]
    public async Task Losses_are_counted_by_protocols_and_field()
    {
        await StartAsync(LossPolicy.Allow);
        ConcurrentQueue<string> counted = [];
        using var listener = LossListener.Start(counted);

        await AskAsync("chat", "messages/m", ",\"only_in_this_test\":7,\"stream\":true");
        await AskAsync("chat", "messages/m", ",\"only_in_this_test\":8");

        // a call is counted after its end, which its caller may see a moment earlier
        await _gateway!.DisposeAsync();
        Assert.Equal(2, counted.Count(c => c == "1 inbound=chat outbound=messages field=only_in_this_test"));
    }

    [Theory]
    [InlineData(LossPolicy.Allow, "Debug ")]
    [InlineData(LossPolicy.Warn, "Warning ")]
    public async Task Losses_are_logged_by_name_only(LossPolicy policy, string level)
    {
        await StartAsync(policy);

        await AskAsync("chat", "messages/m", ",\"seed\":7654321,\"user_secret\":\"s3cr3t\"");

        await _gateway!.DisposeAsync();
        var line = Assert.Single(_gateway.Logs.All, l => l.Contains("lost on the way from chat to messages", StringComparison.Ordinal));
        Assert.StartsWith(level, line, StringComparison.Ordinal);
        Assert.Contains("user_secret", line, StringComparison.Ordinal);
        Assert.Contains("seed", line, StringComparison.Ordinal);
        Assert.DoesNotContain("7654321", line, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cr3t", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chat", "messages", ""","seed":7""", "seed", false)]
    [InlineData("chat", "messages", ""","seed":7""", "seed", true)]
    [InlineData("messages", "chat", ""","max_tokens":9,"top_k":3""", "top_k", false)]
    [InlineData("messages", "chat", ""","max_tokens":9,"top_k":3""", "top_k", true)]
    public async Task A_loss_can_be_refused_before_anything_is_sent(string caller, string upstream, string said, string field, bool stream)
    {
        await StartAsync(LossPolicy.Reject);

        using var response = await _gateway!.Client.SendAsync(
            ProtocolCase.Named(caller).Ask($$"""{"model":"{{upstream}}/m"{{said}},"stream":{{(stream ? "true" : "false")}},{{Hi}}}"""));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(field, DroppedBy(response));
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal("invalid_request_error", (string?)body["error"]!["type"]);
        Assert.Contains($"it would lose {field}.", (string?)body["error"]!["message"], StringComparison.Ordinal);
        Assert.Contains($"{upstream}/m", (string?)body["error"]!["message"], StringComparison.Ordinal);
        Assert.Equal(caller == "messages" ? "error" : null, (string?)body["type"]);
        Assert.Equal(caller == "chat" ? "translation_loss" : null, (string?)body["error"]!["code"]);
        Assert.Equal(caller == "chat" ? field : null, (string?)body["error"]!["param"]);
        Assert.Empty(Received);
    }

    [Fact]
    public async Task If_losses_are_refused_a_later_candidate_with_losses_is_skipped()
    {
        await StartAsync(LossPolicy.Reject, "chat/m", "messages/m", "chat/n");
        _gateway!.Upstream.When(r => r.Model == "m").Reply(SimulatedFault.Status(529));

        var (response, _, _) = await AskAsync("chat", "chat/m", ",\"seed\":7");

        Assert.Equal("chat/n", Assert.Single(response.Headers.GetValues("x-router-maestro-model")));
        Assert.Equal(["chat/m", "chat/n"], Received);
    }

    [Theory]
    [InlineData("", "messages/m")]
    [InlineData(""","seed":7""", "chat/m")]
    public async Task A_loss_can_select_another_candidate(string said, string expected)
    {
        await StartAsync(LossPolicy.Reroute, "messages/m", "chat/m");

        var (response, _, _) = await AskAsync("chat", "router-maestro", said);

        Assert.Equal(expected, Assert.Single(response.Headers.GetValues("x-router-maestro-model")));
        Assert.Null(DroppedBy(response));
        Assert.Equal([expected], Received);
    }

    [Fact]
    public async Task If_all_candidates_have_losses_the_first_is_asked()
    {
        await StartAsync(LossPolicy.Reroute, "messages/m", "messages/n");

        var (response, _, _) = await AskAsync("chat", "router-maestro", ",\"seed\":7");

        Assert.Equal("messages/m", Assert.Single(response.Headers.GetValues("x-router-maestro-model")));
        Assert.Equal("seed", DroppedBy(response));
    }

    [Fact]
    public async Task The_explanation_predicts_losses_and_their_effect()
    {
        await StartAsync(LossPolicy.Reroute, "messages/m", "chat/m");

        var whole = await ExplainAsync($$"""{"model":"router-maestro","seed":7,{{Hi}}}""");
        var name = await ExplainAsync("""{"model":"router-maestro"}""");
        var stored = await ExplainAsync("""{"model":"messages/m","input":"hi","conversation":"c_1"}""");

        Assert.Equal("reroute", (string?)whole["on_loss"]);
        Assert.Equal(["chat/m", "messages/m"], whole["candidates"]!.AsArray().Select(c => (string?)c!["model"]));
        Assert.Equal(["[]", """["seed"]"""], whole["candidates"]!.AsArray().Select(c => c!["dropped"]!.ToJsonString()));
        Assert.Equal(["messages/m", "chat/m"], name["candidates"]!.AsArray().Select(c => (string?)c!["model"]));
        Assert.Null(name["candidates"]![0]!["dropped"]);
        Assert.Contains("conversation", (string?)stored["candidates"]![0]!["refusal"], StringComparison.Ordinal);
        Assert.Empty(Received);
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
        {
            await _gateway.DisposeAsync();
        }
    }

    private static string? DroppedBy(HttpResponseMessage response) => response.Headers.TryGetValues(Dropped, out var values) ? Assert.Single(values) : null;

    private async Task StartAsync(LossPolicy policy, params string[] priorities) =>
        _gateway = await TestGateway.StartAsync(RoutingSettings.Default with { OnLoss = policy, Priorities = [.. priorities] });

    private Task<(HttpResponseMessage Response, ObservedResponse Observed, SseTranscript? Transcript)> AskAsync(string caller, string model, string said)
    {
        var protocol = ProtocolCase.Named(caller);
        return protocol.SendAsync(_gateway!.Client, protocol.Ask($$"""{"model":"{{model}}"{{said}},{{Hi}}}"""));
    }

    private async Task<JsonNode> ExplainAsync(string body)
    {
        var response = await _gateway!.Client.PostAsync("/api/admin/route/explain", new StringContent(body));
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }
}
