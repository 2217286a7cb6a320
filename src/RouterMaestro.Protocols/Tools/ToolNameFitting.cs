using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.Tools;

/// <summary>Renames the tools of one request and the calls of its history to names that a provider accepts.</summary>
internal sealed class ToolNameFitting
{
    private readonly int _maxLength;
    private readonly bool _supportsNamespaces;
    private readonly HashSet<string> _unchanged = [];
    private readonly Dictionary<string, string> _fitted = [];

    public ToolNameFitting(ProtocolDescription target) => (_maxLength, _supportsNamespaces) = (target.MaxToolNameLength, target.HasToolNamespaces);

    /// <summary>Gets the callers' names by the new names.</summary>
    public Dictionary<string, string> Own { get; } = [];

    /// <summary>Returns true if all names are allowed.</summary>
    public static bool AllowsAllNames(ChatRequest request, ProtocolDescription target)
    {
        var maxLength = target.MaxToolNameLength;
        foreach (var tool in request.Tools)
        {
            if (tool is Tool.Function function && !ToolNameRule.Allows(function.Name, maxLength))
            {
                return false;
            }
        }

        foreach (var message in request.Messages)
        {
            foreach (var part in message.Parts)
            {
                if (part is ToolCallPart call && !ToolNameRule.Allows(call.Name, maxLength))
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
            Tools = request.Tools.Select(Rename).ToEquatableArray(),
            ToolChoice = request.ToolChoice is ToolChoice.Specific choice ? choice with { Name = Rename(choice.Name) } : request.ToolChoice,
            Messages = request.Messages.Select(Rename).ToEquatableArray(),
        };
    }

    private static ToolAlias? Rename(ToolAlias? alias, string name) => alias is { Namespace: null } ? alias with { Name = name } : alias;

    /// <summary>Finds the names that stay: allowed names, and names of tools that the provider gets by namespace and alias.</summary>
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
        if (name is not null && (ToolNameRule.Allows(name, _maxLength) || (_supportsNamespaces && alias?.Namespace is not null)))
        {
            _unchanged.Add(name);
        }
    }

    private void Add(string name)
    {
        if (!_unchanged.Contains(name) && !_fitted.ContainsKey(name))
        {
            var fitted = ToolNameRule.Fit(name, _maxLength, f => _unchanged.Contains(f) || Own.ContainsKey(f));
            _fitted.Add(name, fitted);
            Own.Add(fitted, name);
        }
    }

    private string Rename(string name) => _fitted.GetValueOrDefault(name, name);

    private Tool Rename(Tool tool) => tool is Tool.Function function && _fitted.TryGetValue(function.Name, out var name)
        ? function with { Name = name, Alias = Rename(function.Alias, name) }
        : tool;

    private Message Rename(Message message) => message.Parts.Any(p => p is ToolCallPart call && _fitted.ContainsKey(call.Name))
        ? message with { Parts = message.Parts.Select(Rename).ToEquatableArray() }
        : message;

    private ContentPart Rename(ContentPart part) => part is ToolCallPart call && _fitted.TryGetValue(call.Name, out var name)
        ? call with { Name = name, Alias = Rename(call.Alias, name) }
        : part;
}
