using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.Protocols.Tools;

/// <summary>Gives the tools of one request, and the calls of its history, names that a provider takes.</summary>
internal sealed class ToolNameFitting
{
    private readonly int _longest;
    private readonly bool _takesGroups;
    private readonly HashSet<string> _kept = [];
    private readonly Dictionary<string, string> _fitted = [];

    public ToolNameFitting(WireProtocol target) =>
        (_longest, _takesGroups) = (ToolNameRule.LongestFor(target), target == WireProtocol.OpenAIResponses);

    /// <summary>Gets the callers' names by those that were made of them.</summary>
    public Dictionary<string, string> Own { get; } = [];

    /// <summary>Tells whether all names may stay as they are.</summary>
    public static bool IsIdle(ChatRequest request, WireProtocol target)
    {
        var longest = ToolNameRule.LongestFor(target);
        foreach (var tool in request.Tools)
        {
            if (tool is Tool.Function function && !ToolNameRule.Allows(function.Name, longest))
            {
                return false;
            }
        }

        foreach (var message in request.Messages)
        {
            foreach (var part in message.Parts)
            {
                if (part is ToolCallPart call && !ToolNameRule.Allows(call.Name, longest))
                {
                    return false;
                }
            }
        }

        return true;
    }

    public ChatRequest Apply(ChatRequest request)
    {
        var calls = request.Messages.SelectMany(m => m.Parts).OfType<ToolCallPart>().ToList();
        Keep(request.Tools, calls);
        foreach (var name in request.Tools.OfType<Tool.Function>().Select(f => f.Name).Concat(calls.Select(c => c.Name)))
        {
            Add(name);
        }

        return _fitted.Count == 0 ? request : request with
        {
            Tools = request.Tools.Select(Told).ToEquatableArray(),
            ToolChoice = request.ToolChoice is ToolChoice.Specific choice ? choice with { Name = Told(choice.Name) } : request.ToolChoice,
            Messages = request.Messages.Select(Told).ToEquatableArray(),
        };
    }

    private static ToolAlias? Told(ToolAlias? alias, string name) => alias is { Namespace: null } ? alias with { Name = name } : alias;

    /// <summary>Finds the names that stay: those that may, and those that the provider is not told, since it knows the tools by their groups.</summary>
    private void Keep(EquatableArray<Tool> tools, List<ToolCallPart> calls)
    {
        foreach (var tool in tools)
        {
            Keep(tool is Tool.Function function ? function.Name : ((Tool.BuiltIn)tool).Name, (tool as Tool.Function)?.Alias);
        }

        foreach (var call in calls)
        {
            Keep(call.Name, call.Alias);
        }
    }

    private void Keep(string? name, ToolAlias? alias)
    {
        if (name is not null && (ToolNameRule.Allows(name, _longest) || (_takesGroups && alias?.Namespace is not null)))
        {
            _kept.Add(name);
        }
    }

    private void Add(string name)
    {
        if (!_kept.Contains(name) && !_fitted.ContainsKey(name))
        {
            var fitted = ToolNameRule.Fit(name, _longest, f => _kept.Contains(f) || Own.ContainsKey(f));
            _fitted.Add(name, fitted);
            Own.Add(fitted, name);
        }
    }

    private string Told(string name) => _fitted.GetValueOrDefault(name, name);

    private Tool Told(Tool tool) => tool is Tool.Function function && _fitted.TryGetValue(function.Name, out var name)
        ? function with { Name = name, Alias = Told(function.Alias, name) }
        : tool;

    private Message Told(Message message) => message.Parts.Any(p => p is ToolCallPart call && _fitted.ContainsKey(call.Name))
        ? message with { Parts = message.Parts.Select(Told).ToEquatableArray() }
        : message;

    private ContentPart Told(ContentPart part) => part is ToolCallPart call && _fitted.TryGetValue(call.Name, out var name)
        ? call with { Name = name, Alias = Told(call.Alias, name) }
        : part;
}
