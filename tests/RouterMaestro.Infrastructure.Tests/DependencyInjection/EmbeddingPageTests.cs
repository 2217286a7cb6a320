using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NSubstitute;
using RouterMaestro.Application;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Infrastructure.Tests.Providers.Modules.Acme;
using RouterMaestro.Testing;
using RouterMaestro.Testing.Simulation;
using RouterMaestro.TestKit;
using RouterMaestro.WebSamples;

namespace RouterMaestro.Infrastructure.Tests.DependencyInjection;

/// <summary>The C# of docs/embedding.md, run as it stands there, but for the samples that serve until they are stopped.</summary>
public sealed class EmbeddingPageTests
{
    [Fact]
    public async Task A_host_asks_the_router()
    {
        await using var upstream = await UpstreamSimulator.StartAsync();
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddRouterMaestro(options => options.Routing = new() { Priorities = ["local/llama3"] })
            .AddOpenAICompatible("local", upstream.BaseUrl.ToString(), options => options.Models.Add("llama3"));
        using var app = builder.Build();
        var router = app.Services.GetRequiredService<IRouter>();

        await EmbeddingSamples.AskAsync(app);
        await EmbeddingSamples.StreamAsync(router, CancellationToken.None);
        upstream.Enqueue(SimulatedResponse.ToolCall("get_weather", """{"city":"Paris"}"""));
        var talk = await EmbeddingSamples.TalkAsync(router, CancellationToken.None);
        upstream.Reply(SimulatedFault.Status(429, "too many calls"));
        var busy = await EmbeddingSamples.TryAsync(router, CancellationToken.None);

        Assert.Contains("""results=18 °C for {"city":"Paris"}""", talk.Text, StringComparison.Ordinal);
        Assert.StartsWith("Try again later: ", busy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_host_configures_the_router()
    {
        var builder = WebApplication.CreateSlimBuilder();

        EmbeddingSamples.RequirePolicy(builder);
        EmbeddingSamples.KeepKeys(builder);
        EmbeddingSamples.Configure(builder);

        Assert.Contains(builder.Services, service => service.ServiceType == typeof(IRouter));
    }

    [Fact]
    public void A_host_adds_a_module()
    {
        var builder = WebApplication.CreateSlimBuilder();

        builder.Services.AddRouterMaestro()
            .UseFileConfiguration()
            .AddProviderModule<AcmeModule>();

        Assert.Contains(builder.Services, service => service.ImplementationType == typeof(AcmeModule));
    }

    [Fact]
    public async Task A_router_is_substituted()
    {
        var router = Substitute.For<IRouter>();
        router.AskAsync("router-maestro", "Hello").Returns(new ChatResponse([new TextPart("Hi.")], FinishReason.Stop, Usage: null));

        Assert.Equal("Hi.", await EmbeddingSamples.TryAsync(router, CancellationToken.None));
    }

    [Fact]
    public async Task A_substituted_router_may_fail()
    {
        var router = Substitute.For<IRouter>();
        router.AskAsync("router-maestro", "Hello").Returns(Task.FromException<ChatResponse>(
            new RouterException(new RouterError(RouterErrorKind.NoProvider, 503, "No provider has a model."))));

        Assert.Equal("Try again later: No provider has a model.", await EmbeddingSamples.TryAsync(router, CancellationToken.None));
    }

    [Fact]
    public void The_page_shows_what_is_run_here() => SampledPage.IsRun(
        "docs/embedding.md",
        blocks: 9,
        "tests/RouterMaestro.WebSamples/EmbeddingSamples.cs",
        "tests/RouterMaestro.Infrastructure.Tests/DependencyInjection/EmbeddingPageTests.cs");

    [Theory]
    [InlineData("README.md")]
    [InlineData("docs/configuration.md")]
    public void Other_pages_show_what_is_compiled_here(string page) =>
        SampledPage.IsRun(page, blocks: 1, "tests/RouterMaestro.WebSamples/EmbeddingSamples.cs");
}
