namespace RouterMaestro.Protocols.Tests.Replay;

/// <summary>Compares a request with the request written in another protocol: only reported losses may be missing.</summary>
internal static class ObservedRequestDifference
{
    // the names under which the loss of a line or a setting may be reported
    private static readonly Dictionary<string, string[]> _reports = new()
    {
        ["media"] = ["messages.image", "messages.document", "messages.source", "messages.content", "input.", "messages.input_", "messages.file"],
        ["thinks"] = ["thinking", "effort", "reasoning"],
        ["format"] = ["response_format", "output_config.format", "text.format"],
        ["max_tokens"] = ["max_tokens"],
        ["parallel"] = ["parallel_tool_calls", "tool_choice"],
    };

    /// <summary>Returns the first loss that was not reported; null if there is none.</summary>
    /// <param name="asked">The request of the caller.</param>
    /// <param name="written">The request for the provider.</param>
    /// <param name="losses">The reported losses.</param>
    public static string? Find(ObservedRequest asked, ObservedRequest written, IReadOnlyCollection<string> losses) =>
        written.HasOrphans && !asked.HasOrphans ? "a result names no call"
        : FindInSystem(asked, written)
        ?? FindInLines(asked, written, losses)
        ?? FindInTools(asked, written)
        ?? FindInSettings(asked, written, losses)
        ?? (asked.HasForeign && losses.Count == 0 ? "what only the provider knows was dropped, and nothing was reported" : null)
        ?? (asked.ReasoningTexts.Count > written.ReasoningTexts.Count && !IsReported("thinks", losses) ? "a thought was dropped, and nothing was reported" : null);

    private static string? FindInSystem(ObservedRequest asked, ObservedRequest written)
    {
        // without any other message the last instruction becomes a user message, and so do those behind the last answer
        var expected = asked.Lines.Count == 0 && asked.System.Count > 0 ? asked.System[..^1] : asked.System;
        var missing = expected.FindIndex(text => !written.System.Contains(text));
        return missing >= 0 && !written.Lines.Any(line => line.Kind == "text" && line.Line.Contains(expected[missing], StringComparison.Ordinal))
            ? $"system: '{expected[missing]}' is missing"
            : null;
    }

    private static string? FindInLines(ObservedRequest asked, ObservedRequest written, IReadOnlyCollection<string> losses)
    {
        var left = new Queue<(string Kind, string Line)>(written.Lines);
        foreach (var line in asked.Lines)
        {
            // title and context of a document are written before it
            const int mostBefore = 2;
            while (line.Kind == "media" && left.Take(mostBefore + 1).Skip(1).Any(l => Same(l, line)) && !Same(left.Peek(), line))
            {
                left.Dequeue();
            }

            if (left.Count > 0 && Same(left.Peek(), line))
            {
                left.Dequeue();
            }
            else if (!IsReported(line.Kind, losses))
            {
                return $"{line.Kind}: '{Cut(line.Line)}' became {(left.Count > 0 ? $"{left.Peek().Kind} '{Cut(left.Peek().Line)}'" : "nothing")}";
            }
        }

        return left.Count == 0 || asked.Lines.Count == 0 || left.All(line => asked.System.Contains(line.Line)) ? null : $"{left.Peek().Kind}: '{Cut(left.Peek().Line)}' was added";
    }

    /// <summary>Accepts a text document that was written as text.</summary>
    private static bool Same((string Kind, string Line) written, (string Kind, string Line) asked) =>
        written == asked || (written.Line.Trim() == asked.Line.Trim() && written.Kind == asked.Kind)
        || (asked.Kind == "media" && written.Kind is "text" or "result" && asked.Line.EndsWith(written.Line, StringComparison.Ordinal));

    private static string? FindInTools(ObservedRequest asked, ObservedRequest written)
    {
        var lost = asked.Tools.FirstOrDefault(t => !written.Tools.TryGetValue(t.Key, out var tool) || (tool != t.Value && !(t.Value.EndsWith('*') && tool.StartsWith(t.Value[..^1], StringComparison.Ordinal))));
        return lost.Key is null ? null : $"tool {lost.Key}: '{Cut(lost.Value)}' became '{Cut(written.Tools.GetValueOrDefault(lost.Key, "nothing"))}'";
    }

    private static string? FindInSettings(ObservedRequest asked, ObservedRequest written, IReadOnlyCollection<string> losses)
    {
        // a tool choice means nothing without tools
        var expected = asked.Settings.Where(s => asked.Tools.Count > 0 || s.Key is not ("tool_choice" or "parallel"));
        var lost = expected.FirstOrDefault(s => written.Settings.GetValueOrDefault(s.Key) != s.Value && !IsReported(s.Key, losses));
        return lost.Key is null ? null : $"{lost.Key}: '{Cut(lost.Value)}' became '{Cut(written.Settings.GetValueOrDefault(lost.Key, "nothing"))}'";
    }

    private static bool IsReported(string kind, IReadOnlyCollection<string> losses) =>
        losses.Any(l => _reports.GetValueOrDefault(kind, [kind]).Any(r => l.Contains(r, StringComparison.Ordinal)));

    private static string Cut(string text) => text.Length > 160 ? text[..160] + "…" : text;
}
