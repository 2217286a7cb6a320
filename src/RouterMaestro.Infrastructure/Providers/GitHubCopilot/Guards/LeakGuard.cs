using RouterMaestro.Application.Calls;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Infrastructure.Providers.GitHubCopilot.Guards;

/// <summary>
/// Fails responses in which a Claude model continues the conversation of an agent's program in its place, with messages that only the program writes,
/// such as <c>&lt;task-notification&gt;</c>. The program would take them for real.
/// </summary>
internal sealed class LeakGuard : IStreamGuard
{
    public string Name => "leak_guard";

    public bool AppliesTo(CandidateCall call) => call.Settings.Guards.LeakGuard && ClaudeModels.Serve(call);

    public IStreamInspector Inspect(CandidateCall call) => new Inspector();

    private sealed class Inspector : IStreamInspector
    {
        private readonly Dictionary<int, LeakScanner> _open = [];
        private readonly LeakScanner _text = new();
        private readonly LeakScanner _reasoning = new();
        private readonly LeakScanner _refusal = new();

        public StreamVerdict Inspect(in ChatEventSpan span)
        {
            switch (span.Kind)
            {
                case ChatEventKind.PartStarted when FindScanner(span.PartKind) is { } scanner:
                    _open[span.Index] = scanner;
                    break;
                case ChatEventKind.PartEnded:
                    _open.Remove(span.Index);
                    break;
                case ChatEventKind.PartDelta when _open.TryGetValue(span.Index, out var scanner) && scanner.Scan(span.Text) is { } leaked:
                    return StreamVerdict.Fail($"The response was stopped because the model wrote a message that is not its own (<{leaked}>). Try again.");
            }

            return StreamVerdict.Pass;
        }

        private LeakScanner? FindScanner(PartKind kind) => kind switch
        {
            PartKind.Text => _text,
            PartKind.Reasoning => _reasoning,
            PartKind.Refusal => _refusal,
            _ => null,
        };
    }
}
