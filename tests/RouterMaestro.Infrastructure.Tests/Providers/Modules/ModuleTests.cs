using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using RouterMaestro.Application.Ports;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Tests.Providers.Modules.Acme;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.Infrastructure.Tests.Providers.Modules;

/// <summary>A module of a host app, through HTTP at both ends.</summary>
public sealed class ModuleTests
{
    [Fact]
    public async Task The_credential_of_the_module_is_sent_instead_of_the_key()
    {
        await using var gateway = await ModuleGateway.StartAsync();

        Assert.Equal(200, (await gateway.ChatAsync("plain")).Status);
        Assert.Equal(200, (await gateway.ChatAsync("plain")).Status);

        Assert.All(gateway.Upstream.Calls, call => Assert.Equal("Bearer token-1", ModuleGateway.KeyOf(call)));
        Assert.Equal("Key first-key", ModuleGateway.KeyOf(Assert.Single(gateway.Logins)));
    }

    [Fact]
    public async Task A_credential_is_renewed_before_it_expires()
    {
        await using var gateway = await ModuleGateway.StartAsync();

        await gateway.ChatAsync("plain");
        gateway.Clock.Advance(TimeSpan.FromMinutes(9) - TimeSpan.FromSeconds(1));
        await gateway.ChatAsync("plain");
        gateway.Clock.Advance(TimeSpan.FromSeconds(1));
        await gateway.ChatAsync("plain");

        Assert.Equal(["Bearer token-1", "Bearer token-1", "Bearer token-2"], gateway.Upstream.Calls.Select(ModuleGateway.KeyOf));
    }

    [Fact]
    public async Task A_valid_credential_serves_while_no_new_one_can_be_obtained()
    {
        await using var gateway = await ModuleGateway.StartAsync();
        await gateway.ChatAsync("plain");
        gateway.Clock.Advance(TimeSpan.FromMinutes(9.5));
        gateway.Upstream.Reset();
        gateway.Upstream.When(SimulatedOperation.Unknown).Reply(SimulatedFault.Status(500));

        Assert.Equal(200, (await gateway.ChatAsync("plain")).Status);
        Assert.Equal(200, (await gateway.ChatAsync("plain")).Status);

        Assert.All(gateway.Upstream.Calls, call => Assert.Equal("Bearer token-1", ModuleGateway.KeyOf(call)));
        Assert.Single(gateway.Logins);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_rejected_credential_is_renewed_once_for_many_calls(bool stream)
    {
        await using var gateway = await ModuleGateway.StartAsync();
        await gateway.ChatAsync("plain");
        gateway.Revoke();

        var responses = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => gateway.ChatAsync("plain", stream ? "\"stream\":true," : "")));

        Assert.All(responses, response => Assert.Equal(200, response.Status));
        Assert.Equal(2, gateway.Issued);
        Assert.Equal(50, gateway.Upstream.Calls.Count(call => ModuleGateway.KeyOf(call) == "Bearer token-2"));
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(421)]
    public async Task A_call_is_sent_once_more_with_a_renewed_credential_and_not_again(int status)
    {
        await using var gateway = await ModuleGateway.StartAsync();
        gateway.Upstream.When(_ => true).Reply(SimulatedFault.Status(status));

        await gateway.ChatAsync("plain");

        Assert.Equal(["Bearer token-1", "Bearer token-2"], gateway.Upstream.Calls.Select(ModuleGateway.KeyOf));
        Assert.Equal(gateway.Upstream.Calls[0].Body.ToArray(), gateway.Upstream.Calls[1].Body.ToArray());
    }

    [Fact]
    public async Task A_credential_may_bring_another_base_address()
    {
        await using var gateway = await ModuleGateway.StartAsync();
        await gateway.ChatAsync("plain");
        gateway.Endpoint = new Uri(gateway.Upstream.Address, "eu/v1/").ToString();
        gateway.Revoke();

        Assert.Equal(200, (await gateway.ChatAsync("plain")).Status);

        Assert.Equal(["/v1/chat/completions", "/v1/chat/completions", "/eu/v1/chat/completions"], gateway.Upstream.Calls.Select(c => c.Path));
    }

    [Fact]
    public async Task Without_a_credential_nothing_is_sent_and_no_secret_is_shown()
    {
        await using var gateway = await ModuleGateway.StartAsync(entry: _ => """{ "type": "acme", "baseURL": "http://127.0.0.1:9/first-key" }""");

        var (status, body) = await gateway.ChatAsync("plain");

        Assert.InRange(status, 500, 504);
        Assert.Contains("could not get a credential", body);
        Assert.DoesNotContain("first-key", body);
    }

    [Fact]
    public async Task Messages_of_the_provider_show_neither_the_credential_nor_the_one_before_it()
    {
        await using var gateway = await ModuleGateway.StartAsync();
        gateway.Upstream.When(_ => true).Reply(SimulatedFault.Status(403, "No entry for token-1, token-2 or first-key."));

        var (_, body) = await gateway.ChatAsync("plain");

        Assert.Contains("No entry for ***, *** or ***.", body);
    }

    [Fact]
    public async Task Header_fields_are_computed_from_the_facts_of_the_request()
    {
        await using var gateway = await ModuleGateway.StartAsync();

        await gateway.ChatAsync("plain");
        await gateway.ChatAsync("plain", content: """[{"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]""");
        await gateway.PostAsync("v1/chat/completions", """
            {"model":"acme/plain","messages":[{"role":"user","content":"hi"},{"role":"assistant","tool_calls":[{"id":"a","type":"function",
            "function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"a","content":"1"}]}
            """);
        await gateway.PostAsync("v1/messages", """
            {"model":"acme/plain","max_tokens":9,"messages":[{"role":"user","content":"hi"},{"role":"assistant","content":[{"type":"tool_use","id":"a",
            "name":"f","input":{}}]},{"role":"user","content":[{"type":"tool_result","tool_use_id":"a","content":"1"}]}]}
            """);

        Assert.Equal(["user", "user", "agent", "agent"], gateway.Upstream.Calls.Select(c => c.Headers["acme-initiator"]));
        Assert.Equal([false, true, false, false], gateway.Upstream.Calls.Select(c => c.Headers.ContainsKey("acme-vision")));
        Assert.All(gateway.Upstream.Requests.Where(r => r.Operation == SimulatedOperation.Models), r => Assert.Equal("router-maestro", r.Headers["acme-client"]));
    }

    [Theory]
    [InlineData("chat/completions", "", "passthrough, added")]
    [InlineData("chat/completions", "\"service_tier\":\"auto\",", "passthrough, replaced")]
    [InlineData("messages", "\"max_tokens\":9,", "translated, added")]
    [InlineData("messages", "\"max_tokens\":9,\"service_tier\":\"auto\",", "translated, replaced")]
    public async Task A_member_of_the_body_is_set_on_passthrough_and_in_translation(string path, string members, string because)
    {
        await using var gateway = await ModuleGateway.StartAsync();

        var (status, _) = await gateway.PostAsync("v1/" + path, $$"""{"model":"acme/plain","stream":true,{{members}}"messages":[{"role":"user","content":"hi"}]}""");

        Assert.True(status == 200, because);
        var body = Assert.Single(gateway.Upstream.Calls).Json!.Value;
        Assert.Equal("flex", Assert.Single(body.EnumerateObject(), m => m.Name == "service_tier").Value.GetString());
        Assert.Equal("plain", body.GetProperty("model").GetString());
        Assert.True(body.GetProperty("stream_options").GetProperty("include_usage").GetBoolean());
        Assert.Equal("hi", body.GetProperty("messages")[0].GetProperty("content").GetString());
    }

    [Fact]
    public async Task Each_model_is_called_in_its_own_protocol()
    {
        await using var gateway = await ModuleGateway.StartAsync();
        await gateway.GetAsync("v1/models");
        const string Messages = """{"model":"acme/fable","max_tokens":9,"messages":[{"role":"user","content":"hi"}]}""";

        Assert.Equal(200, (await gateway.PostAsync("v1/messages", Messages)).Status);
        Assert.Equal(200, (await gateway.ChatAsync("fable", "\"max_tokens\":9,")).Status);
        Assert.Equal(200, (await gateway.ChatAsync("plain")).Status);

        Assert.Equal(
            [WireProtocol.AnthropicMessages, WireProtocol.AnthropicMessages, WireProtocol.OpenAIChat], gateway.Upstream.Calls.Select(c => c.Protocol));
        Assert.Equal(Messages.Replace("acme/", "", StringComparison.Ordinal), System.Text.Encoding.UTF8.GetString(gateway.Upstream.Calls[0].Body.Span));
        var (_, explained) = await gateway.PostAsync("api/admin/route/explain?protocol=messages", Messages);
        var step = JsonDocument.Parse(explained).RootElement.GetProperty("candidates")[0];
        Assert.Equal(("messages", true), (step.GetProperty("protocol").GetString(), step.GetProperty("passthrough").GetBoolean()));
    }

    [Fact]
    public async Task The_admin_list_shows_the_protocols_that_a_model_has_of_its_own()
    {
        await using var gateway = await ModuleGateway.StartAsync();

        using var list = JsonDocument.Parse(await gateway.GetAsync("api/admin/models"));

        var models = list.RootElement.GetProperty("models").EnumerateArray().ToDictionary(m => m.GetProperty("id").GetString()!);
        Assert.Equal("[\"messages\"]", models["acme/fable"].GetProperty("protocols").GetRawText());
        Assert.False(models["acme/plain"].TryGetProperty("protocols", out _));
    }

    [Fact]
    public async Task A_model_may_have_a_path_of_its_own()
    {
        await using var gateway = await ModuleGateway.StartAsync();

        await gateway.ChatAsync("tuned-1");
        await gateway.ChatAsync("plain");

        Assert.Equal(["/v1/tuned/tuned-1/chat/completions", "/v1/chat/completions"], gateway.Upstream.Calls.Select(c => c.Path));
    }

    [Fact]
    public async Task Models_of_providers_json_may_have_protocols_of_their_own()
    {
        await using var gateway = await ModuleGateway.StartAsync(address => $$"""
            { "type": "openai-compatible", "baseURL": "{{address}}", "models": { "a": { "protocols": ["messages", "chat"] }, "b": {} } }
            """);

        Assert.Equal(200, (await gateway.PostAsync("v1/messages", """{"model":"acme/a","max_tokens":9,"messages":[{"role":"user","content":"hi"}]}""")).Status);
        Assert.Equal(200, (await gateway.PostAsync("v1/messages", """{"model":"acme/b","max_tokens":9,"messages":[{"role":"user","content":"hi"}]}""")).Status);
        Assert.Equal(200, (await gateway.PostAsync("v1/responses", """{"model":"acme/a","store":false,"input":"hi"}""")).Status);

        Assert.Equal(
            [WireProtocol.AnthropicMessages, WireProtocol.OpenAIChat, WireProtocol.AnthropicMessages], gateway.Upstream.Calls.Select(c => c.Protocol));
    }

    [Fact]
    public void Two_modules_of_one_type_are_an_error_that_names_both()
    {
        using var services = new ServiceCollection().AddRouterMaestro()
            .AddProviderModule<AcmeModule>().AddProviderModule<AcmeModule>().AddProviderModule<OtherAcmeModule>()
            .Services.AddSingleton(TimeProvider.System).BuildServiceProvider();

        var exception = Assert.Throws<InvalidOperationException>(services.GetRequiredService<IGatewayState>);

        Assert.Equal(
            $"The provider type 'ACME' is implemented by both {typeof(AcmeModule).FullName} and {typeof(OtherAcmeModule).FullName}: register one of them only, or rename its type.",
            exception.Message);
    }

    [Fact]
    public void A_provider_of_a_modules_type_may_be_added_in_code()
    {
        using var services = new ServiceCollection().AddRouterMaestro()
            .AddProviderModule<AcmeModule>()
            .AddProvider("lab", "acme", options => (options.BaseAddress, options.ApiKey) = ("https://acme.example.com/v1/", "key"))
            .Services.AddSingleton(TimeProvider.System).BuildServiceProvider();

        var provider = Assert.Single(services.GetRequiredService<IGatewayState>().Current.Catalog.Providers);

        Assert.Equal(("lab", ProviderStatus.Ready), (provider.Id, provider.Status));
        Assert.Equal([WireProtocol.OpenAIChat], provider.Protocols);
    }

    [Fact]
    public void A_type_that_no_module_implements_is_an_error_that_says_what_to_do()
    {
        using var services = new ServiceCollection().AddRouterMaestro()
            .AddProvider("lab", "acme").Services.AddSingleton(TimeProvider.System).BuildServiceProvider();

        var exception = Assert.Throws<OptionsValidationException>(services.GetRequiredService<IGatewayState>);

        Assert.Contains("provider 'lab': no module implements the type 'acme'; add it with AddProviderModule", exception.Message);
    }
}
