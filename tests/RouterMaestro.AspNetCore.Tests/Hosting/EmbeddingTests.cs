using System.Net;
using System.Text;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RouterMaestro.Application;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Translation;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Testing;
using RouterMaestro.Testing.Simulation;

namespace RouterMaestro.AspNetCore.Tests.Hosting;

/// <summary>The router inside another application.</summary>
public sealed class EmbeddingTests : IAsyncLifetime
{
    private UpstreamSimulator _upstream = null!;
    private WebApplication _app = null!;
    private Uri _address = null!;

    public async Task InitializeAsync()
    {
        _upstream = await UpstreamSimulator.StartAsync();
        _upstream.Reply(SimulatedResponse.Text("Hello ", "there").WithUsage(5, 2));
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IRequestHandler<HostsOwn, string>, HostsOwnHandler>();
        builder.Services.AddRouterMaestro().AddOpenAICompatible("local", _upstream.BaseUrl.ToString()).AddHttpApi(options => options.AllowAnonymous = true);
        _app = builder.Build();
        _app.MapGet("/own", () => "mine");
        _app.MapGet("/", () => "my page");
        _app.MapGet("/health", () => "my health");
        _app.Map("/api/hello", () => "my hello");
        _app.MapRouterMaestro();
        await _app.StartAsync();
        _address = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _upstream.DisposeAsync();
    }

    [Fact]
    public async Task The_hosts_own_endpoints_and_handlers_still_work()
    {
        using var client = new HttpClient { BaseAddress = _address };
        Assert.Equal("mine", await client.GetStringAsync(new Uri("/own", UriKind.Relative)));
        Assert.Equal("my page", await client.GetStringAsync(new Uri("/", UriKind.Relative)));
        Assert.Equal("my health", await client.GetStringAsync(new Uri("/health", UriKind.Relative)));
        Assert.Equal("my hello", await client.GetStringAsync(new Uri("/api/hello", UriKind.Relative)));
        Assert.Equal("done", await _app.Services.GetRequiredService<IMediator>().Send(new HostsOwn()));
    }

    [Fact]
    public async Task Everyone_may_call_if_the_host_says_so()
    {
        using var client = new HttpClient { BaseAddress = _address };
        using var content = new StringContent("""{"model":"local/simulated-model","messages":[{"role":"user","content":"hi"}]}""");
        using var response = await client.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content);

        Assert.Contains("Hello there", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task There_are_no_admin_routes_without_a_key_or_policy_of_their_own()
    {
        using var client = new HttpClient { BaseAddress = _address };
        using var response = await client.GetAsync(new Uri("/api/admin/models", UriKind.Relative));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    public async Task Code_asks_the_router_without_http()
    {
        using var call = new InboundCall(new ChatRequest("local/simulated-model", [new Message(Role.User, [new TextPart("hi")])]));

        await using var reply = await _app.Services.GetRequiredService<IRouter>().RelayAsync(call);

        var answer = Assert.IsType<BufferedResponse>(reply.Response).Response;
        Assert.Equal([new TextPart("Hello there")], answer.Parts);
        Assert.Equal(7, answer.Usage?.Total);
        Assert.Equal("local/simulated-model", reply.ServedBy.QualifiedId);
    }

    [Fact]
    public async Task Code_takes_a_stream_without_http()
    {
        var request = new ChatRequest("local/simulated-model", [new Message(Role.User, [new TextPart("hi")])]) { Stream = true };
        using var call = new InboundCall(request);

        await using var reply = await _app.Services.GetRequiredService<IRouter>().RelayAsync(call);

        var stream = Assert.IsAssignableFrom<EventStream>(reply.Response);
        var builder = new ChatResponseBuilder();
        while (await stream.ReadAsync(CancellationToken.None))
        {
            stream.Drain(builder);
        }

        Assert.True(builder.IsComplete);
        Assert.Equal([new TextPart("Hello there")], builder.Build().Parts);
        Assert.Equal(7, builder.Build().Usage?.Total);
    }

    [Fact]
    public async Task Code_gets_a_refusal_as_a_RouterException()
    {
        using var call = new InboundCall(new ChatRequest("nowhere/m", [new Message(Role.User, [new TextPart("hi")])]));

        var thrown = await Assert.ThrowsAsync<RouterException>(() => _app.Services.GetRequiredService<IRouter>().RelayAsync(call));

        Assert.Equal(404, thrown.Error.Status);
    }

    [Fact]
    public async Task A_translated_request_is_what_the_gateway_sends_to_a_provider()
    {
        const string Body = """
            {"model":"local/simulated-model","max_tokens":64,"system":"Be brief.","stop_sequences":["x"],"stream":true,
             "messages":[{"role":"user","content":"hi"}],
             "tools":[{"name":"look_up_with_a_name_that_is_longer_than_the_sixty_four_characters_of_openai","input_schema":{"type":"object"}}]}
            """;
        using var client = new HttpClient { BaseAddress = _address };
        using var content = new StringContent(Body);
        using var response = await client.PostAsync(new Uri("/v1/messages", UriKind.Relative), content);

        var request = new TranslateRequest(WireProtocol.AnthropicMessages, WireProtocol.OpenAIChat, Encoding.UTF8.GetBytes(Body));
        var translated = await _app.Services.GetRequiredService<IMediator>().Send(request with { Model = "simulated-model" });

        var sent = Assert.Single(_upstream.Requests, r => r.Path.EndsWith("/chat/completions", StringComparison.Ordinal));
        Assert.Equal(Encoding.UTF8.GetString(sent.Body.Span), Encoding.UTF8.GetString(translated.Body.Span));
    }

    [Fact]
    public void Endpoints_without_services_name_the_missing_call()
    {
        var bare = WebApplication.CreateSlimBuilder().Build();

        Assert.Contains("AddRouterMaestro()", Assert.Throws<InvalidOperationException>(() => bare.MapRouterMaestro()).Message, StringComparison.Ordinal);
    }

    private sealed record HostsOwn : IRequest<string>;

    private sealed class HostsOwnHandler : IRequestHandler<HostsOwn, string>
    {
        public Task<string> Handle(HostsOwn request, CancellationToken cancellationToken) => Task.FromResult("done");
    }
}
