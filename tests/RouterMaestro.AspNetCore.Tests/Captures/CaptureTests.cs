using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Observing;
using RouterMaestro.Testing.Simulation;
using RouterMaestro.TestKit;

namespace RouterMaestro.AspNetCore.Tests.Captures;

/// <summary>Every captured request, sent to a provider of each protocol, gets a complete response or the expected refusal.</summary>
public sealed class CaptureTests : IClassFixture<GatewayFixture>
{
    private static readonly SimulatedResponse _thinkingAloud = SimulatedResponse.Empty.WithReasoning("Let me see.", "c2VhbA==").WithText("All ", "is well.").WithUsage(40, 8);
    private readonly TestGateway _gateway;

    public CaptureTests(GatewayFixture fixture)
    {
        _gateway = fixture.Gateway;
        _gateway.Upstream.Reset();
    }

    /// <summary>Gets every captured call for a response, with every provider's protocol.</summary>
    public static IEnumerable<object[]> Calls =>
        from capture in ClientCaptures.Requests("*")
        where ProtocolCase.All.Any(d => d.Path == capture.Path)
        from upstream in ProtocolCase.All
        select new object[] { capture.Name, upstream.Name };

    /// <summary>Gets the calls that offer tools to every provider.</summary>
    public static IEnumerable<object[]> CallsWithTools => Calls.Where(row =>
    {
        var body = JsonNode.Parse(ClientCaptures.Get((string)row[0]).Body)!.AsObject();
        return FirstTool(body) is not null && Stored(body) is null;
    });

    [ClientCapturesTheory]
    [MemberData(nameof(Calls))]
    public async Task A_captured_request_gets_a_complete_response(string name, string upstream)
    {
        _gateway.Upstream.Reply(_thinkingAloud);
        var capture = ClientCaptures.Get(name);
        var caller = ProtocolCase.All.Single(d => d.Path == capture.Path);
        var body = JsonNode.Parse(capture.Body)!.AsObject();
        var stream = body["stream"]?.GetValue<bool>() is true;

        var (response, answer, transcript) = await caller.SendAsync(_gateway.Client, Again(capture, body, upstream));

        if (caller.Name != upstream && Stored(body) is { } stored)
        {
            await AssertRefusedAsync(response, answer, stored, body["thread"]?["type"]?.GetValue<string>() == "continue");
            return;
        }

        Assert.True(response.StatusCode == HttpStatusCode.OK, answer.ErrorMessage);
        Assert.Empty(answer.Problems);
        Assert.True(answer.IsComplete);
        Assert.Equal(("All is well.", caller.Whole), (answer.Text, answer.StopReason));
        Assert.Equal($"{upstream}/simulated-model", answer.Model);
        Assert.Equal(stream, transcript is not null);
        var asked = Assert.Single(_gateway.Received);
        Assert.Equal((upstream, stream), (asked.Protocol.Name, asked.IsStream));
    }

    [ClientCapturesTheory]
    [MemberData(nameof(CallsWithTools))]
    public async Task A_captured_request_that_offers_tools_gets_a_call(string name, string upstream)
    {
        var capture = ClientCaptures.Get(name);
        var caller = ProtocolCase.All.Single(d => d.Path == capture.Path);
        var body = JsonNode.Parse(capture.Body)!.AsObject();
        var (tool, isCustom) = FirstTool(body)!.Value;
        _gateway.Upstream.Reply(isCustom
            ? SimulatedResponse.Text("Well, ").WithCustomToolCall(tool, "+ü\n")
            : SimulatedResponse.Text("Well, ").WithToolCall(tool, """{"a":[1,{"b":"ü"}]}"""));

        var (response, answer, _) = await caller.SendAsync(_gateway.Client, Again(capture, body, upstream));

        Assert.True(response.StatusCode == HttpStatusCode.OK, answer.ErrorMessage);
        Assert.Empty(answer.Problems);
        Assert.Equal(("Well, ", caller.Calling), (answer.Text, answer.StopReason));
        var call = Assert.Single(answer.ToolCalls);
        Assert.Equal((tool, isCustom), (call.Name, call.IsCustom));
        Assert.True(call.Arguments == "+ü\n" || JsonNode.DeepEquals(JsonNode.Parse(call.Arguments), JsonNode.Parse("""{"a":[1,{"b":"ü"}]}""")), call.Arguments);
    }

    private static (string Name, bool IsCustom)? FirstTool(JsonObject body) => (body["tools"] as JsonArray ?? []).Select(tool =>
    {
        var named = (tool!["function"] ?? tool["custom"] ?? tool)["name"]?.GetValue<string>();
        var type = tool["type"]?.GetValue<string>() ?? "function";
        return named is not null && (type is "function" or "custom" || tool["input_schema"] is not null)
            ? (named, type == "custom" && tool["input_schema"] is null)
            : ((string, bool)?)null;
    }).FirstOrDefault(tool => tool is not null);

    /// <summary>Gets the name of a member that refers to state stored at a provider; null if there is none.</summary>
    private static string? Stored(JsonObject body) =>
        new[] { "previous_response_id", "conversation", "thread" }.FirstOrDefault(field => body[field] is not null)
        ?? (body["background"]?.GetValue<bool>() is true ? "background" : null);

    private static HttpRequestMessage Again(ClientCapture capture, JsonObject body, string upstream)
    {
        body["model"] = $"{upstream}/simulated-model";
        var request = new HttpRequestMessage(HttpMethod.Post, capture.Url) { Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body)) };
        request.Content.Headers.ContentType = new("application/json");
        foreach (var (field, value) in capture.Headers)
        {
            request.Headers.TryAddWithoutValidation(field, value);
        }

        return request;
    }

    private async Task AssertRefusedAsync(HttpResponseMessage response, ObservedResponse answer, string stored, bool isContinued)
    {
        Assert.Equal(stored == "previous_response_id" ? HttpStatusCode.NotFound : HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("invalid_request_error", answer.ErrorType);
        Assert.Empty(_gateway.Received);
        using var document = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync());
        var error = document.RootElement.GetProperty("error");
        if (stored == "thread")
        {
            // at these codes the tool runner of @anthropic-ai/sdk 1.12 sends the whole conversation, or continues without a
            // thread
            var details = error.GetProperty("details");
            Assert.Equal(isContinued ? "thread_not_found" : "thread_unsupported_request", details.GetProperty("error_code").GetString());
            Assert.True(isContinued || Assert.Single(details.GetProperty("unsupported").EnumerateArray()).GetString() == "thread");
        }
        else
        {
            Assert.Equal(stored, error.GetProperty("param").GetString());
        }
    }
}
