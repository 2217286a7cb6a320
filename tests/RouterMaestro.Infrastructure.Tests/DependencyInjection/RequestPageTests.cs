using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NSubstitute;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Chat;
using RouterMaestro.Application.Models;
using RouterMaestro.Application.Routing;
using RouterMaestro.Application.Tokens;
using RouterMaestro.Application.Translation;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Requests;
using RouterMaestro.Domain.Routing.Plans;
using RouterMaestro.Domain.Routing.Pools;
using RouterMaestro.Domain.Routing.Settings;
using RouterMaestro.Testing;
using RouterMaestro.Testing.Simulation;
using RouterMaestro.TestKit;

namespace RouterMaestro.Infrastructure.Tests.DependencyInjection;

/// <summary>The C# of docs/requests.md, run as it stands there: first in a host with a simulated provider, then with a substitute.</summary>
public sealed class RequestPageTests
{
    private static readonly ChatRequest _question = new("local/llama3", [new Message(Role.User, [new TextPart("How long is this?")])]);

    [Fact]
    public async Task A_host_sends_each_request()
    {
        await using var upstream = await UpstreamSimulator.StartAsync();
        upstream.Reply(SimulatedResponse.Text("Short."));
        var address = upstream.BaseUrl.ToString();

        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddRouterMaestro(options => options.Routing = new() { Priorities = ["local/llama3"] })
            .AddOpenAICompatible("local", address, options => options.Models.Add("llama3"));
        builder.Services.AddSingleton<Summarizer>().AddSingleton<RouteCheck>().AddSingleton<PromptBudget>();
        builder.Services.AddSingleton<ModelMenu>().AddSingleton<MigrationCheck>().AddSingleton<TranscriptImport>();

        using var host = builder.Build();
        var services = host.Services;
        Assert.Equal("Short.", await services.GetRequiredService<Summarizer>().SummarizeAsync("Long."));
        Assert.Equal("local/llama3", await services.GetRequiredService<RouteCheck>().FirstModelAsync("router-maestro"));
        Assert.Equal(["local/llama3"], await services.GetRequiredService<ModelMenu>().NamesAsync());
        Assert.True(await services.GetRequiredService<PromptBudget>().FitsAsync(_question, maxTokens: 100));
        Assert.False(await services.GetRequiredService<PromptBudget>().FitsAsync(_question, maxTokens: 1));
        Assert.Equal("seed", await services.GetRequiredService<MigrationCheck>().LossesAsync(
            """{"model":"m","seed":7,"messages":[{"role":"user","content":"Hi"}]}"""u8.ToArray()));
        Assert.Contains("\"finish_reason\":\"stop\"", await services.GetRequiredService<TranscriptImport>().ToChatAsync(
            """
            {"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"Hi"}],
             "stop_reason":"end_turn","stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":1}}
            """u8.ToArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_name_is_an_error_of_the_route()
    {
        using var services = new ServiceCollection().AddRouterMaestro().AddOpenAICompatible("local", "http://127.0.0.1:9/v1", o => o.Models.Add("m")).Services
            .AddSingleton<RouteCheck>().AddSingleton<Summarizer>().BuildServiceProvider();

        await Assert.ThrowsAsync<ArgumentException>(() => services.GetRequiredService<RouteCheck>().FirstModelAsync("nobody/m"));
        await Assert.ThrowsAsync<RouterException>(() => services.GetRequiredService<Summarizer>().SummarizeAsync("Long."));
    }

    [Fact]
    public async Task RelayChat_is_substituted()
    {
        var mediator = Substitute.For<IMediator>();
        var response = new ChatResponse([new TextPart("Short.")], FinishReason.Stop, Usage: null);
        mediator.Send(Arg.Any<RelayChat>(), Arg.Any<CancellationToken>())
            .Returns(new ChatReply(new ModelRef("lab", "m"), new BufferedResponse(response), attempts: 1));

        Assert.Equal("Short.", await new Summarizer(mediator).SummarizeAsync("Long."));
    }

    [Fact]
    public async Task ExplainRoute_is_substituted()
    {
        var mediator = Substitute.For<IMediator>();
        var plan = new RoutePlan([new Candidate(new ModelRef("lab", "m"), "the first priority")]);
        mediator.Send(Arg.Any<ExplainRoute>(), Arg.Any<CancellationToken>())
            .Returns(new RouteExplanation(new RequestFacts("fast"), plan, RoutingSettings.Default));

        Assert.Equal("lab/m", await new RouteCheck(mediator).FirstModelAsync("fast"));
    }

    [Fact]
    public async Task CountTokens_is_substituted()
    {
        var mediator = Substitute.For<IMediator>();
        mediator.Send(Arg.Any<CountTokens>(), Arg.Any<CancellationToken>()).Returns(new TokenCount(new ModelRef("lab", "m"), InputTokens: 101));

        Assert.False(await new PromptBudget(mediator).FitsAsync(_question, maxTokens: 100));
    }

    [Fact]
    public async Task ListModels_is_substituted()
    {
        var mediator = Substitute.For<IMediator>();
        EquatableArray<ModelCard> models = [new ModelCard(new ModelRef("lab", "m"), "Model M")];
        mediator.Send(Arg.Any<ListModels>(), Arg.Any<CancellationToken>()).Returns(models);

        Assert.Equal(["lab/m"], await new ModelMenu(mediator).NamesAsync());
    }

    [Fact]
    public async Task TranslateRequest_is_substituted()
    {
        var mediator = Substitute.For<IMediator>();
        mediator.Send(Arg.Any<TranslateRequest>(), Arg.Any<CancellationToken>())
            .Returns(new TranslatedBody("{}"u8.ToArray(), ["seed", "logprobs"], "application/json"));

        Assert.Equal("seed, logprobs", await new MigrationCheck(mediator).LossesAsync("{}"u8.ToArray()));
    }

    [Fact]
    public async Task TranslateResponse_is_substituted()
    {
        var mediator = Substitute.For<IMediator>();
        mediator.Send(Arg.Any<TranslateResponse>(), Arg.Any<CancellationToken>())
            .Returns(new TranslatedBody("""{"object":"chat.completion"}"""u8.ToArray(), [], "application/json"));

        Assert.Equal("""{"object":"chat.completion"}""", await new TranscriptImport(mediator).ToChatAsync("{}"u8.ToArray()));
    }

    [Fact]
    public void The_page_shows_what_is_run_here() => SampledPage.IsRun(
        "docs/requests.md",
        blocks: 13,
        "tests/RouterMaestro.Infrastructure.Tests/DependencyInjection/RequestSamples.cs",
        "tests/RouterMaestro.Infrastructure.Tests/DependencyInjection/RequestPageTests.cs");
}
