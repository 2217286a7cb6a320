using System.Text;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using NSubstitute;
using RouterMaestro.Application.Translation;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.TestKit;

namespace RouterMaestro.Infrastructure.Tests.DependencyInjection;

/// <summary>Exports stored Chat requests for a tool that reads Messages.</summary>
public sealed class RequestExport(IMediator mediator)
{
    public async Task<string> ToMessagesAsync(string chatRequest, CancellationToken cancellationToken = default)
    {
        var translated = await mediator.Send(
            new TranslateRequest(WireProtocol.OpenAIChat, WireProtocol.AnthropicMessages, Encoding.UTF8.GetBytes(chatRequest)), cancellationToken);

        return translated.Losses.IsEmpty
            ? Encoding.UTF8.GetString(translated.Body.Span)
            : throw new NotSupportedException($"Messages cannot express {string.Join(", ", translated.Losses)}.");
    }
}

/// <summary>The C# of docs/translation.md, run as it stands there.</summary>
public sealed class TranslationPageTests
{
    [Fact]
    public async Task A_host_sends_the_request()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddRouterMaestro();
        builder.Services.AddSingleton<RequestExport>();

        using var host = builder.Build();
        var export = host.Services.GetRequiredService<RequestExport>();
        var messages = await export.ToMessagesAsync("""{"model":"m","messages":[{"role":"user","content":"Hi"}]}""");

        Assert.StartsWith("""{"model":"m","max_tokens":""", messages, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_unit_test_needs_no_codec()
    {
        var mediator = Substitute.For<IMediator>();
        mediator.Send(Arg.Any<TranslateRequest>(), Arg.Any<CancellationToken>())
            .Returns(new TranslatedBody("{}"u8.ToArray(), ["seed"], "application/json"));

        var refused = await Assert.ThrowsAsync<NotSupportedException>(() => new RequestExport(mediator).ToMessagesAsync("{}"));

        Assert.Equal("Messages cannot express seed.", refused.Message);
    }

    [Fact]
    public void The_page_shows_what_is_run_here() => SampledPage.IsRun(
        "docs/translation.md", blocks: 3, "tests/RouterMaestro.Infrastructure.Tests/DependencyInjection/TranslationPageTests.cs");
}
