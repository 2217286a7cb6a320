using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.AspNetCore.Tests.Resilience;
using RouterMaestro.AspNetCore.Tests.Support;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Infrastructure.Configuration;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Admin;

/// <summary>The bytes of the admin API: the order of the members, the members that are null and those that are left out.</summary>
public sealed partial class AdminWireTests : IDisposable
{
    private const string Timeouts = """
        "timeouts":{"connect":"00:00:10","responseHeaders":"00:05:00","firstContent":"00:05:00","idle":"00:05:00","silence":"00:10:00","total":null,"unstreamed":"00:10:00"}
        """;

    private const string Rule = """
        "rule":"after a conversation that was too long, only candidates with a known larger window are asked"
        """;

    private const string Capabilities = """
        "operation_capabilities":{"tools":"unknown","vision":"unknown","reasoning":"unknown","structured_output":"unknown"}
        """;

    private const string Keepalive = """
        "keepalive":{"first":"00:00:10","every":"00:00:05"}
        """;

    private const string Defaults = """
        "thinking":{"budget":16000,"auto":false},"health":{"state":"closed"}
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("router-maestro-tests-");

    [Fact]
    public async Task Models_and_their_number_are_written_so()
    {
        await using var gateway = await StartAsync("""{ "priorities": ["lab/é"] }""");

        AssertWire($$$"""
            200 {"models":[{"provider":"lab","id":"lab/é","name":"L'été","priority":1,"protocols":["messages"],
            "max_prompt_tokens":null,"max_output_tokens":null,"max_context_window_tokens":null,{{{Capabilities}}}},
            {"provider":"chat","id":"chat/simulated-model","name":"simulated-model","priority":null,
            "max_prompt_tokens":null,"max_output_tokens":null,"max_context_window_tokens":null,{{{Capabilities}}}},
            {"provider":"lab","id":"lab/plain","name":"plain","priority":null,
            "max_prompt_tokens":null,"max_output_tokens":null,"max_context_window_tokens":null,{{{Capabilities}}}},
            {"provider":"messages","id":"messages/simulated-model","name":"simulated-model","priority":null,
            "max_prompt_tokens":200000,"max_output_tokens":64000,"max_context_window_tokens":200000,{{{Capabilities}}}}]}
            """, await SendAsync(gateway, "GET", "models"));
        AssertWire("""200 {"success":true,"models_count":4}""", await SendAsync(gateway, "POST", "models/refresh"));
    }

    [Fact]
    public async Task The_price_of_a_model_is_written_so()
    {
        await using var gateway = await StartAsync("""{ "priorities": ["lab/é"] }""");

        AssertWire("""
            200 {"model":"lab/plain","price":"override","reason":"providers.json sets it: providers.lab.prices.plain","included":true,"vendor":null,"line":"plain","source":"providers.json",
            "published_on":null,"valid":null,"tiers":[{"tier":"standard","above":0,"input":0.1,"cache_read":0.1,"cache_write":0.1,"cache_write_1h":0.1,"output":20,"reasoning":20}]}
            """, await SendAsync(gateway, "GET", "models/price?model=lab/plain"));
        AssertWire("""
            400 {"detail":"'model' names the model: /api/admin/models/price?model=openai/gpt-5.1."}
            """, await SendAsync(gateway, "GET", "models/price"));
    }

    [Fact]
    public async Task Settings_are_passed_as_they_are_written()
    {
        await using var gateway = await StartAsync("""{ "later": {"x": 1.50, "é": null}, "priorities": ["lab/é"], "fallback": {"maxRetries": 1, "new": true}, "revision": "mine" }""");

        AssertWire("""
            200 {"later":{"x":1.50,"é":null},"priorities":["lab/é"],"fallback":{"maxRetries":1,"new":true,"strategy":"priority"},"revision":"R"}
            """, await SendAsync(gateway, "GET", "priorities"));
    }

    [Fact]
    public async Task Errors_are_a_text_or_an_object_with_a_code()
    {
        await using var gateway = await StartAsync("""{ "priorities": ["lab/é"] }""");

        AssertWire("""405 {"detail":"/api/admin/models takes GET, HEAD, not DELETE."}""", await SendAsync(gateway, "DELETE", "models"));
        AssertWire("""
            428 {"detail":{"code":"revision_required","message":"Say which version is meant: 'revision' in the body, or its ETag in If-Match."}}
            """, await SendAsync(gateway, "PATCH", "priorities", "{}"));
        AssertWire("""
            409 {"detail":{"code":"config_revision_conflict","message":"The settings have changed meanwhile: read them again.",
            "current_revision":"R"}}
            """, await SendAsync(gateway, "PATCH", "priorities", """{"revision":"old"}"""));
        AssertWire("""
            400 {"detail":{"code":"config_invalid","message":"priorities[0] must be a string of the form provider/model-id; fallback.strategy must be one of priority, same-model, none, weighted",
            "errors":["priorities[0] must be a string of the form provider/model-id","fallback.strategy must be one of priority, same-model, none, weighted"]}}
            """, await SendAsync(gateway, "PATCH", "priorities", """{"priorities":[7],"fallback":{"strategy":"hôpe"}}""", "*"));
    }

    [Fact]
    public async Task An_open_circuit_is_in_the_health_and_in_the_explanation()
    {
        await using var bench = await FaultBench.StartAsync("chat", "messages", CommitMode.FirstContent);
        bench.Primary.Reply(SimulatedFault.Status(429, "slow down, l'été", TimeSpan.FromMinutes(3)));
        await bench.AskAsync();

        AssertWire("""
            200 {"now":"T","candidates":[
            {"model":"messages/primary","health":{"state":"open","scope":"candidate","until":"T","failure":{"kind":"rate_limited","status":429,"message":"slow down, l'été"}},"failed_at":"T","last_failure":{"kind":"rate_limited","status":429,"message":"slow down, l'été"}},
            {"model":"messages/backup","health":{"state":"closed"}}],"circuits":[
            {"scope":"candidate","id":"messages/primary","state":"open","until":"T","consecutive_failures":1,"failed_at":"T","failure":{"kind":"rate_limited","status":429,"message":"slow down, l'été"}}]}
            """, await SendAsync(bench.Gateway, "GET", "health"));
        AssertWire($$$"""
            200 {"model":"messages/primary","resolution":"'messages/primary' goes to the provider as written: its list does not hold it","strategy":"priority","max_candidates":3,"on_loss":"allow",
            "request":{"operation":"chat","stream":false,"tools":false,"images":false,"reasoning":false,"schema":false,"bytes":81},
            "candidates":[
            {"model":"messages/backup","reason":"entry 2 of the priorities","probe":false,"reserve":false,"protocol":"messages","passthrough":false,"translated_because":"other_protocol",
            "window":null,"commit":"first-content","dropped":["seed"],{{{Defaults}}},{{{Timeouts}}}}],"after_overflow":{{{{Rule}}},"candidates":[]},
            "skipped":[
            {"model":"messages/primary","why":"circuit_open","reason":"its circuit is open until T UTC after a failure (RateLimited)","until":"T"}],
            {{{Keepalive}}}}
            """, await SendAsync(bench.Gateway, "POST", "route/explain?protocol=chat", """{"model":"messages/primary","seed":7,"messages":[{"role":"user","content":"hi"}]}"""));
    }

    [Fact]
    public async Task A_model_an_unknown_name_and_a_request_are_explained_so()
    {
        await using var bench = await FaultBench.StartAsync("chat", "chat", CommitMode.Complete, s => s with
        {
            ModelOverrides = [new("chat/primary", new(ContextWindow: 8_000)), new("chat/backup", new(ContextWindow: 9_000))],
        });

        AssertWire($$$"""
            200 {"model":"chat/primary","resolution":"'chat/primary' goes to the provider as written: its list does not hold it","strategy":"priority","max_candidates":3,"on_loss":"allow",
            "request":{"operation":"lookup","stream":false,"tools":false,"images":false,"reasoning":false,"schema":false,"bytes":0},
            "candidates":[
            {"model":"chat/primary","reason":"asked for by its qualified id","probe":false,"reserve":false,"protocol":"chat","passthrough":false,"translated_because":"other_protocol",
            "window":8000,"commit":"complete",{{{Defaults}}},{{{Timeouts}}}},
            {"model":"chat/backup","reason":"entry 2 of the priorities","probe":false,"reserve":false,"protocol":"chat","passthrough":false,"translated_because":"other_protocol",
            "window":9000,"commit":"complete",{{{Defaults}}},{{{Timeouts}}}}],"after_overflow":{{{{Rule}}},"candidates":["chat/backup"]},
            "skipped":[],{{{Keepalive}}}}
            """, await SendAsync(bench.Gateway, "POST", "route/explain", """{"model":"chat/primary"}"""));
        AssertWire($$$"""
            200 {"model":"nobody/m","resolution":"The model 'nobody/m' does not exist: there is no provider 'nobody'.","strategy":"priority","max_candidates":3,"on_loss":"allow",
            "request":{"operation":"lookup","stream":false,"tools":false,"images":false,"reasoning":false,"schema":false,"bytes":0},
            "candidates":[],"after_overflow":{{{{Rule}}},"candidates":[]},"skipped":[],{{{Keepalive}}},
            "error":{"status":404,"message":"The model 'nobody/m' does not exist: there is no provider 'nobody'."}}
            """, await SendAsync(bench.Gateway, "POST", "route/explain", """{"model":"nobody/m"}"""));
        AssertWire($$$"""
            200 {"model":"chat/primary","resolution":"'chat/primary' goes to the provider as written: its list does not hold it","strategy":"priority","max_candidates":3,"on_loss":"allow",
            "request":{"operation":"chat","stream":false,"tools":false,"images":false,"reasoning":false,"schema":false,"bytes":143},
            "candidates":[
            {"model":"chat/primary","reason":"asked for by its qualified id","probe":false,"reserve":false,"protocol":"chat","passthrough":false,"translated_because":"other_protocol",
            "window":8000,"commit":"complete","dropped":["mcp_servers"],{{{Defaults}}},{{{Timeouts}}}},
            {"model":"chat/backup","reason":"entry 2 of the priorities","probe":false,"reserve":false,"protocol":"chat","passthrough":false,"translated_because":"other_protocol",
            "window":9000,"commit":"complete","dropped":["mcp_servers"],{{{Defaults}}},{{{Timeouts}}}}],"after_overflow":{{{{Rule}}},
            "candidates":["chat/backup"]},"skipped":[],{{{Keepalive}}}}
            """, await SendAsync(bench.Gateway, "POST", "route/explain?protocol=messages", """{"model":"chat/primary","max_tokens":5,"mcp_servers":[{"type":"url","url":"https://x","name":"x"}],"messages":[{"role":"user","content":"hi"}]}"""));
        AssertWire("""
            200 {"now":"T","candidates":[{"model":"chat/primary","health":{"state":"closed"}},
            {"model":"chat/backup","health":{"state":"closed"}}],"circuits":[]}
            """, await SendAsync(bench.Gateway, "GET", "health"));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<TestGateway> StartAsync(string priorities)
    {
        var paths = new ConfigPaths(Path.Combine(_folder.FullName, "config"), Path.Combine(_folder.FullName, "data"));
        Directory.CreateDirectory(paths.ConfigDirectory);
        await File.WriteAllTextAsync(paths.PrioritiesFile, priorities);
        await File.WriteAllTextAsync(paths.ProvidersFile, """
            { "providers": { "lab": {
                "type": "openai-compatible", "baseURL": "http://127.0.0.1:9/v1",
                "models": { "é": { "name": "L'été", "protocols": ["messages"] }, "plain": {} },
                "prices": { "plain": { "input": 0.1, "output": 20 } }, "options": { "billing": "included" } } } }
            """);
        return await TestGateway.StartAsync(configure: router => router.UseFileConfiguration(paths), withResponses: false);
    }

    // the expected bytes are broken into lines, which no value contains
    private static void AssertWire(string expected, string actual) => Assert.Equal(expected.ReplaceLineEndings(""), actual);

    /// <summary>Sends a request and returns the status and the body, with T for times and R for revisions.</summary>
    private static async Task<string> SendAsync(TestGateway gateway, string method, string path, string? body = null, string? ifMatch = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), "/api/admin/" + path);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        using var response = await gateway.Client.SendAsync(request);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.ToString());
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal(Encoding.UTF8.GetByteCount(text), response.Content.Headers.ContentLength);
        return $"{(int)response.StatusCode} {Clock().Replace(Revision().Replace(Time().Replace(text, "\"T\""), "\"R\""), "T UTC")}";
    }

    [GeneratedRegex(@"""\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00""")]
    private static partial Regex Time();

    [GeneratedRegex(@"\d\d:\d\d:\d\d UTC")]
    private static partial Regex Clock();

    [GeneratedRegex(@"""[0-9a-f]{64}""")]
    private static partial Regex Revision();
}
