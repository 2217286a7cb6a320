using System.Net;
using System.Text.Json;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Testing.Simulation;
using RouterMaestro.TestKit;

namespace RouterMaestro.AspNetCore.Tests.Responses;

/// <summary>The paths of the Responses API, the requests refused there, and keepalives.</summary>
public sealed class ResponsesRouteTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>, IAsyncLifetime
{
    private readonly TestGateway _gateway = fixture.Gateway;

    /// <summary>Gets bodies that are refused for every provider, and the invalid field.</summary>
    public static TheoryData<string, string?> AlwaysRefused => new()
    {
        { "", null },
        { "[]", null },
        { "{", null },
        { """{"input":"hi"}""", "model" },
        { """{"model":"","input":"hi"}""", "model" },
        { """{"model":5,"input":"hi"}""", "model" },
        { """{"model":"chat/m","model":"chat/n","input":"hi"}""", "model" },
        { """{"model":"chat/m","stream":"yes","input":"hi"}""", "stream" },
        { """{"model":"chat/m"}""", "input" },
        { """{"model":"chat/m","input":[]}""", "input" },
        { """{"model":"chat/m","input":{}}""", "input" },
        { """{"model":"chat/m","input":5}""", "input" },
        { """{"model":"chat/m","input":"hi","max_output_tokens":-1}""", "max_output_tokens" },
        { """{"model":"chat/m","input":"hi","temperature":"hot"}""", "temperature" },
        { """{"model":"chat/m","input":"hi","tools":{}}""", "tools" },
    };

    /// <summary>Gets members that only a provider of Responses supports, and their names.</summary>
    public static TheoryData<string, string> RefusedWhenTranslated => new()
    {
        { "\"input\":\"hi\",\"previous_response_id\":\"resp_1\"", "previous_response_id" },
        { "\"previous_response_id\":\"resp_1\"", "previous_response_id" },
        { "\"input\":\"hi\",\"conversation\":\"conv_1\"", "conversation" },
        { "\"input\":\"hi\",\"background\":true", "background" },
        { "\"input\":[{\"type\":\"item_reference\",\"id\":\"msg_1\"}]", "input.0" },
        { "\"input\":[5]", "input.0" },
        { "\"input\":[{\"role\":\"wizard\",\"content\":\"hi\"}]", "input.0.role" },
    };

    public Task InitializeAsync()
    {
        _gateway.Upstream.Reset();
        _gateway.Upstream.Reply(SimulatedResponse.Text("ok"));
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [InlineData("/v1/responses")]
    [InlineData("/api/openai/v1/responses")]
    [InlineData("/api/openai/beta/v1/responses")]
    public async Task Every_path_is_served(string path)
    {
        var reply = await ResponsesReply.AskAsync(_gateway, """{"model":"chat/m","input":"hi"}""", path);

        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal("ok", reply.Text);
    }

    [Theory]
    [MemberData(nameof(AlwaysRefused))]
    public async Task A_bad_body_is_refused(string body, string? param)
    {
        var reply = await ResponsesReply.AskAsync(_gateway, body);

        AssertRefused(reply, param);
    }

    [Theory]
    [MemberData(nameof(RefusedWhenTranslated))]
    public async Task Members_that_cannot_be_translated_are_refused_by_name(string members, string param)
    {
        foreach (var provider in new[] { "chat", "messages" })
        {
            AssertRefused(await ResponsesReply.AskAsync(_gateway, $$"""{"model":"{{provider}}/m",{{members}}}"""), param);
        }
    }

    [Theory]
    [InlineData("/v1/completions")]
    [InlineData("/api/openai/v1/completions")]
    public async Task Legacy_completions_are_refused_with_the_path_to_use(string path)
    {
        var reply = await ResponsesReply.AskAsync(_gateway, """{"model":"chat/m","prompt":"hi"}""", path);

        Assert.Equal(HttpStatusCode.NotFound, reply.Status);
        Assert.Contains("/v1/chat/completions", reply.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("/v1/responses", reply.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_method_is_refused_with_the_right_one()
    {
        using var response = await _gateway.Client.GetAsync(new Uri("/v1/responses", UriKind.Relative));

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(["POST"], response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("chat")]
    [InlineData("messages")]
    public Task A_silent_provider_is_covered_by_comments(string upstream) => RealTime.HoldsAsync(async () =>
    {
        await using var gateway = await TestGateway.StartAsync(new RoutingSettings
        {
            Keepalive = new KeepaliveSettings(TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(100)),
        });
        gateway.Upstream.Reply(SimulatedResponse.Text("at last").DelayFirstPiece(TimeSpan.FromSeconds(1)));

        var reply = await ResponsesReply.AskAsync(gateway, $$"""{"model":"{{upstream}}/m","stream":true,"input":"hi"}""");

        Assert.Equal(("completed", "at last"), (reply.State, reply.Text));
        Assert.All(reply.Transcript!.Comments, c => Assert.Equal("keepalive", c));
        RealTime.InRange(reply.Transcript.Comments.Count, 3, 40);
    });

    private static void AssertRefused(ResponsesReply reply, string? param)
    {
        Assert.Equal(param == "previous_response_id" ? HttpStatusCode.NotFound : HttpStatusCode.BadRequest, reply.Status);
        var error = reply.Body.GetProperty("error");
        Assert.Equal("invalid_request_error", error.GetProperty("type").GetString());
        Assert.True(param is null || (error.GetProperty("param") is { ValueKind: JsonValueKind.String } blamed && blamed.GetString()!.StartsWith(param, StringComparison.Ordinal)), error.GetRawText());
        Assert.NotEmpty(reply.ErrorMessage!);
    }
}
