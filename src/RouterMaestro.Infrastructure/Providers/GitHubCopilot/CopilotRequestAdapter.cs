using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Infrastructure.Providers.Modules;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Infrastructure.Providers.GitHubCopilot;

/// <summary>Takes out of translated requests what Copilot answers with 400, and says so.</summary>
internal sealed class CopilotRequestAdapter(CopilotSettings settings) : IRequestAdapter
{
    private readonly Dictionary<WireProtocol, Func<ChatRequest, ModelRef, LossSink, ChatRequest>> _rules = new()
    {
        [WireProtocol.OpenAIChat] = ForChat,
        [WireProtocol.OpenAIResponses] = (request, _, losses) => ForResponses(request, settings, losses),
        [WireProtocol.AnthropicMessages] = static (request, _, losses) => ForMessages(request, losses),
    };

    public ChatRequest Adapt(ChatRequest request, WireProtocol protocol, ModelRef model, LossSink losses) =>
        _rules.TryGetValue(protocol, out var adapt) ? adapt(request, model, losses) : request;

    private static ChatRequest ForChat(ChatRequest request, ModelRef model, LossSink losses)
    {
        if (request.Sampling.StopSequences.IsEmpty || !model.Id.StartsWith("gpt-5", StringComparison.Ordinal))
        {
            return request;
        }

        losses.Add("stop");
        return request with { Sampling = request.Sampling with { StopSequences = [] } };
    }

    private static ChatRequest ForResponses(ChatRequest request, CopilotSettings settings, LossSink losses)
    {
        if (request.Sampling.Temperature is not null)
        {
            losses.Add("temperature");
            request = request with { Sampling = request.Sampling with { Temperature = null } };
        }

        // Copilot stores nothing; the writer asks for that itself where nothing is said
        request = WithoutExtension(request, losses, "store", value => value.ToString() == "true");
        return WithoutTools(request, losses, tool => settings.RefusedTools.Any(refused => IsKind(tool.Kind, refused)));
    }

    private static ChatRequest ForMessages(ChatRequest request, LossSink losses)
    {
        request = WithoutExtension(request, losses, "output_config.task_budget", static _ => true);
        return WithoutTools(request, losses, tool => tool.Kind.StartsWith("web_search", StringComparison.Ordinal));
    }

    // versions follow the name: web_search_2025_08_26
    private static bool IsKind(string kind, string refused) => kind == refused || kind.StartsWith(refused + "_2", StringComparison.Ordinal);

    private static ChatRequest WithoutTools(ChatRequest request, LossSink losses, Func<Tool.BuiltIn, bool> isRefused)
    {
        var refused = request.Tools.OfType<Tool.BuiltIn>().Where(isRefused).ToArray();
        if (refused.Length == 0)
        {
            return request;
        }

        foreach (var tool in refused)
        {
            losses.Add($"tools.{tool.Kind}");
        }

        var tools = request.Tools.Except(refused).ToEquatableArray();
        return request with { Tools = tools, ToolChoice = tools.IsEmpty ? null : request.ToolChoice };
    }

    private static ChatRequest WithoutExtension(ChatRequest request, LossSink losses, string name, Func<RawJson, bool> isRefused)
    {
        if (!request.Extensions.Fields.Any(field => field.Name == name && isRefused(field.Value)))
        {
            return request;
        }

        losses.Add(name);
        return request with { Extensions = request.Extensions with { Fields = request.Extensions.Fields.Where(field => field.Name != name).ToEquatableArray() } };
    }
}
