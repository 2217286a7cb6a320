using System.Text.Json;
using RouterMaestro.AspNetCore.Tests.Protocols.Toy;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Protocols;

/// <summary>
/// A protocol of a host app reaches every provider and every caller, though nothing in the product knows it: one registration line, through
/// HTTP at both ends. It uses public types only.
/// </summary>
public sealed class ToyProtocolTests(ToyGateway fixture) : IClassFixture<ToyGateway>, IAsyncLifetime
{
    private const string Question = """{"say":[["rule","Be brief."],["user","hi"],["bot","yes?"],["user","What now?"]],"max":20}""";

    public static TheoryData<string, bool> Others
    {
        get
        {
            var data = new TheoryData<string, bool>();
            foreach (var other in ProtocolCase.All)
            {
                data.Add(other.Name, false);
                data.Add(other.Name, true);
            }

            return data;
        }
    }

    public Task InitializeAsync()
    {
        fixture.Reset();
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Theory]
    [MemberData(nameof(Others))]
    public async Task A_caller_of_the_protocol_reaches_a_provider_of_every_other(string provider, bool stream)
    {
        fixture.Gateway.Upstream.Reply(SimulatedResponse.Text("hel", "lo é").WithUsage(input: 3, output: 2));

        var (response, body) = await fixture.PostAsync($"/toy/{(stream ? "stream" : "ask")}/{provider}/simulated-model", Question);

        Assert.Equal(200, (int)response.StatusCode);
        AssertReply(body, stream);
        var asked = Assert.Single(fixture.Gateway.Received);
        Assert.Equal(provider, asked.Protocol.Name);
        Assert.Equal(stream, asked.IsStream);
        Assert.Equal("simulated-model", asked.Model);
        Assert.Equal("What now?", asked.Content.LastUserText);
    }

    [Theory]
    [MemberData(nameof(Others))]
    public async Task A_caller_of_every_other_protocol_reaches_a_provider_of_the_protocol(string caller, bool stream)
    {
        var protocol = ProtocolCase.Named(caller);

        var (response, observed, _) = await protocol.SendAsync(
            fixture.Gateway.Client, protocol.AskAll("toybox", stream, """{"role":"user","content":"hi \"you\""}""", ""","temperature":0.5""", "big/train"));

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal("hello é", observed.Text);
        Assert.Equal(protocol.Whole, observed.StopReason);
        Assert.Equal([], observed.Problems);
        Assert.Equal("temperature", Assert.Single(response.Headers.GetValues("x-router-maestro-dropped")));
        var call = Assert.Single(fixture.Toys.Calls);
        Assert.Equal($"POST /box/{(stream ? "stream" : "ask")}/big%2Ftrain", call.Target);
        Assert.Contains("""{"say":[["user","hi \"you\""]]""", call.Body);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Between_caller_and_provider_of_the_protocol_the_bytes_stay_the_same(bool stream)
    {
        const string body = """{ "unknown":{"é": 1.0} ,"say":[ ["user","hi"] ]}""";

        var (response, reply) = await fixture.PostAsync($"/toy/{(stream ? "stream" : "ask")}/toybox%2Fbear", body);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.Equal(stream ? ToyProvider.Stream : ToyProvider.Whole, reply);
        Assert.Equal(new ToyCall($"POST /box/{(stream ? "stream" : "ask")}/bear", body), Assert.Single(fixture.Toys.Calls));
        Assert.Equal("toy-1", Assert.Single(response.Headers.GetValues("x-router-maestro-upstream-request-id")));
    }

    [Fact]
    public async Task Rate_limits_of_the_protocol_get_the_names_of_the_callers()
    {
        var chat = await AskAsync(ProtocolCase.Chat);
        var (toy, _) = await fixture.PostAsync("/toy/ask/toybox/bear", Question);

        Assert.Equal("7", Assert.Single(chat.Headers.GetValues("x-ratelimit-remaining-requests")));
        Assert.Equal("7", Assert.Single(toy.Headers.GetValues("toy-ratelimit-requests-remaining")));
    }

    [Theory]
    [InlineData("chat", false)]
    [InlineData("messages", true)]
    [InlineData("responses", true)]
    public async Task An_error_of_a_provider_reaches_the_caller_in_the_protocol(string provider, bool stream)
    {
        fixture.Gateway.Upstream.Reply(SimulatedFault.Status(400, "This is too much."));

        var (response, body) = await fixture.PostAsync($"/toy/{(stream ? "stream" : "ask")}/{provider}/simulated-model", Question);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal("This is too much.", Oops(body).GetProperty("text").GetString());
    }

    [Fact]
    public async Task An_error_of_the_protocol_reaches_every_caller_in_its_own()
    {
        (fixture.Toys.Status, fixture.Toys.Body) = (400, """{ "oops":{"code":"rude","text":"Say please."} }""");

        var (response, body) = await fixture.PostAsync("/toy/ask/toybox/bear", Question);
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal(fixture.Toys.Body, body);
        foreach (var caller in ProtocolCase.All)
        {
            var (other, observed, _) = await caller.SendAsync(fixture.Gateway.Client, caller.Ask("toybox", stream: false));
            Assert.Equal(400, (int)other.StatusCode);
            Assert.Equal("Say please.", observed.ErrorMessage);
        }
    }

    [Fact]
    public async Task A_stream_that_breaks_off_ends_with_an_error_in_the_protocol()
    {
        fixture.Gateway.Upstream.Reply(SimulatedResponse.Text("hel", "lo").CutAfter(1));
        fixture.Toys.Body = "data: {\"bit\":\"hel\"}\n\n";

        var (_, translated) = await fixture.PostAsync("/toy/stream/messages/simulated-model", Question);
        var (_, passed) = await fixture.PostAsync("/toy/stream/toybox/bear", Question);

        Assert.StartsWith("data: {\"bit\":\"hel\"}\n\n", translated, StringComparison.Ordinal);
        Assert.NotEmpty(Oops(LastFrame(translated)).GetProperty("text").GetString()!);
        Assert.StartsWith(fixture.Toys.Body, passed, StringComparison.Ordinal);
        Assert.NotEmpty(Oops(LastFrame(passed)).GetProperty("text").GetString()!);
    }

    [Theory]
    [InlineData("POST", "/toy/ask/nobody/nothing", Question, 404)]
    [InlineData("POST", "/toy/ask/toybox/bear", "{", 400)]
    [InlineData("POST", "/toy/ask/toybox/bear", """{"say":[]}""", 400)]
    [InlineData("POST", "/toy/nowhere", Question, 404)]
    [InlineData("GET", "/toy/ask/toybox/bear", null, 405)]
    public async Task Errors_of_the_gateway_are_in_the_protocol(string method, string path, string? body, int status)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = body is null ? null : new StringContent(body) };
        using var response = await fixture.Client.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.NotEmpty(Oops(await response.Content.ReadAsStringAsync()).GetProperty("text").GetString()!);
        Assert.Equal(status == 405 ? ["POST"] : [], response.Content.Headers.Allow);
    }

    [Fact]
    public async Task The_key_is_checked_in_the_field_of_the_protocol()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/toy/models");
        request.Headers.Add("toy-key", "wrong");
        using var client = new HttpClient { BaseAddress = fixture.Gateway.Address };
        using var response = await client.SendAsync(request);

        Assert.Equal(401, (int)response.StatusCode);
        Assert.Equal("unauthenticated", Oops(await response.Content.ReadAsStringAsync()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Models_are_listed_in_the_form_of_each_caller()
    {
        var toys = JsonDocument.Parse(await fixture.Client.GetStringAsync("/toy/models")).RootElement.GetProperty("toys");
        var data = JsonDocument.Parse(await fixture.Client.GetStringAsync("/v1/models")).RootElement.GetProperty("data");
        var one = await fixture.Client.GetStringAsync("/toy/models/toybox%2Fbear");

        string[] all = ["chat/simulated-model", "messages/simulated-model", "responses/simulated-model", "router-maestro", "toybox/bear", "toybox/big/train"];
        Assert.Equal(all, toys.EnumerateArray().Select(t => t.GetProperty("toy").GetString()!).Order(StringComparer.Ordinal));
        Assert.Equal(all, data.EnumerateArray().Select(m => m.GetProperty("id").GetString()!).Order(StringComparer.Ordinal));
        Assert.Equal("""{"toy":"toybox/bear","max":50}""", one);
    }

    [Fact]
    public async Task Tokens_are_counted_in_the_form_of_the_protocol()
    {
        var (response, body) = await fixture.PostAsync("/toy/count/chat/gpt-4o", Question);

        Assert.Equal(200, (int)response.StatusCode);
        Assert.InRange(JsonDocument.Parse(body).RootElement.GetProperty("tokens").GetInt32(), 5, 60);
    }

    [Theory]
    [InlineData("toybox/bear", "", "toy", true)]
    [InlineData("messages/simulated-model", "?protocol=toy", "messages", false)]
    public async Task A_call_is_explained(string model, string query, string protocol, bool isPassthrough)
    {
        var (response, body) = await fixture.PostAsync("/api/admin/route/explain" + query, $$"""{"model":"{{model}}","say":[["user","hi"]]}""");

        Assert.Equal(200, (int)response.StatusCode);
        var first = JsonDocument.Parse(body).RootElement.GetProperty("candidates")[0];
        Assert.Equal(protocol, first.GetProperty("protocol").GetString());
        Assert.Equal(isPassthrough, first.GetProperty("passthrough").GetBoolean());
    }

    private static void AssertReply(string body, bool stream)
    {
        if (!stream)
        {
            Assert.Equal("""{"reply":"hello é","end":"done","cost":[3,2]}""", body);
            return;
        }

        var frames = body.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).Select(f => JsonDocument.Parse(f["data: ".Length..]).RootElement).ToArray();
        Assert.Equal("hello é", string.Concat(frames[..^1].Select(f => f.GetProperty("bit").GetString())));
        Assert.Equal("""{"end":"done","cost":[3,2]}""", frames[^1].GetRawText());
    }

    private static string LastFrame(string stream) => stream.Split("\n\n", StringSplitOptions.RemoveEmptyEntries)[^1]["data: ".Length..];

    private static JsonElement Oops(string body) => JsonDocument.Parse(body).RootElement.GetProperty("oops");

    private async Task<HttpResponseMessage> AskAsync(ProtocolCase caller) =>
        (await caller.SendAsync(fixture.Gateway.Client, caller.Ask("toybox", stream: false))).Response;
}
