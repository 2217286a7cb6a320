using System.Text;
using MediatR;
using RouterMaestro.Application.Calls;
using RouterMaestro.Application.Chat;
using RouterMaestro.Application.Models;
using RouterMaestro.Application.Routing;
using RouterMaestro.Application.Tokens;
using RouterMaestro.Application.Translation;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Domain.Requests;

namespace RouterMaestro.Infrastructure.Tests.DependencyInjection;

/// <summary>Summarizes texts with the model that the priorities name first.</summary>
public sealed class Summarizer(IMediator mediator)
{
    public async Task<string> SummarizeAsync(string text, CancellationToken cancellationToken = default)
    {
        var request = new ChatRequest("router-maestro", [new Message(Role.User, [new TextPart("Summarize: " + text)])]);
        using var call = new InboundCall(request);
        await using var reply = await mediator.Send(new RelayChat(call), cancellationToken);

        var response = ((BufferedResponse)reply.Response).Response;
        return string.Concat(response.Parts.OfType<TextPart>().Select(part => part.Text));
    }
}

/// <summary>Checks a model name of the host's settings before it is used.</summary>
public sealed class RouteCheck(IMediator mediator)
{
    public async Task<string> FirstModelAsync(string name, CancellationToken cancellationToken = default)
    {
        var route = await mediator.Send(new ExplainRoute(new RequestFacts(name), Caller: null), cancellationToken);

        return route.Plan.Error is { } error
            ? throw new ArgumentException(error.Message, nameof(name))
            : route.Plan.Candidates[0].Model.QualifiedId;
    }
}

/// <summary>Decides whether a conversation must be shortened.</summary>
public sealed class PromptBudget(IMediator mediator)
{
    public async Task<bool> FitsAsync(ChatRequest request, int maxTokens, CancellationToken cancellationToken = default)
    {
        using var call = new InboundCall(request);
        var count = await mediator.Send(new CountTokens(call), cancellationToken);
        return count.InputTokens <= maxTokens;
    }
}

/// <summary>Names the models that users may choose.</summary>
public sealed class ModelMenu(IMediator mediator)
{
    public async Task<string[]> NamesAsync(CancellationToken cancellationToken = default)
    {
        var models = await mediator.Send(new ListModels(), cancellationToken);
        return [.. models.Select(model => model.Ref.QualifiedId)];
    }
}

/// <summary>Says what stored Chat requests would lose at an Anthropic model.</summary>
public sealed class MigrationCheck(IMediator mediator)
{
    public async Task<string> LossesAsync(ReadOnlyMemory<byte> chatRequest, CancellationToken cancellationToken = default)
    {
        var translated = await mediator.Send(
            new TranslateRequest(WireProtocol.OpenAIChat, WireProtocol.AnthropicMessages, chatRequest), cancellationToken);
        return translated.Losses.IsEmpty ? "nothing" : string.Join(", ", translated.Losses);
    }
}

/// <summary>Imports recorded responses of Anthropic into a tool that reads Chat.</summary>
public sealed class TranscriptImport(IMediator mediator)
{
    public async Task<string> ToChatAsync(ReadOnlyMemory<byte> messagesResponse, CancellationToken cancellationToken = default)
    {
        var translated = await mediator.Send(
            new TranslateResponse(WireProtocol.AnthropicMessages, WireProtocol.OpenAIChat, messagesResponse), cancellationToken);
        return Encoding.UTF8.GetString(translated.Body.Span);
    }
}
