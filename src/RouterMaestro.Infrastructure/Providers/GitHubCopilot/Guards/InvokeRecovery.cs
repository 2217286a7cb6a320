using System.Buffers;
using System.Security.Cryptography;
using RouterMaestro.Application.Calls;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Infrastructure.Providers.GitHubCopilot.Guards;

/// <summary>
/// Adds the tool calls that a Claude model wrote as text (<c>&lt;invoke name="…"&gt;</c>) at the end of a translated response without tool calls. Passthrough
/// stays as it is: rewriting would translate every call.
/// </summary>
internal sealed class InvokeRecovery : IStreamGuard
{
    public string Name => "invoke_recovery";

    public bool Rewrites => true;

    public bool AppliesTo(CandidateCall call) =>
        !call.IsPassthrough && call.Settings.Guards.InvokeRecovery && call.Call.Facts.HasTools && ClaudeModels.Serve(call);

    public IStreamInspector Inspect(CandidateCall call) => new Inspector(call);

    private sealed class Inspector(CandidateCall call) : IStreamInspector
    {
        // a text of this size is no tool call, and is not worth its memory
        private const int MaxText = 1024 * 1024;
        private const int IdBytes = 12;

        private readonly HashSet<int> _texts = [];
        private ArrayBufferWriter<byte>? _text = new();
        private int _parts;

        public StreamVerdict Inspect(in ChatEventSpan span)
        {
            switch (span.Kind)
            {
                case ChatEventKind.PartStarted:
                    Start(span);
                    break;
                case ChatEventKind.PartDelta when _texts.Contains(span.Index):
                    Add(span.Text);
                    break;
                case ChatEventKind.PartEnded when _texts.Remove(span.Index):
                    // each text has paragraphs of its own
                    Add("\\n\\n"u8);
                    break;
                case ChatEventKind.Completed when span.AsCompleted is { Finish: FinishReason.Stop or FinishReason.ToolCalls } completed:
                    return Complete(completed);
            }

            return StreamVerdict.Pass;
        }

        private void Start(in ChatEventSpan span)
        {
            _parts = Math.Max(_parts, span.Index + 1);
            if (span.PartKind == PartKind.Text)
            {
                _texts.Add(span.Index);
            }
            else if (span.PartKind == PartKind.ToolCall)
            {
                _text = null;
            }
        }

        private void Add(ReadOnlySpan<byte> piece)
        {
            if (_text?.WrittenCount > MaxText)
            {
                _text = null;
            }

            _text?.Write(piece);
        }

        private StreamVerdict Complete(ChatEvent.Completed completed)
        {
            if (_text is null || _text.WrittenSpan.IndexOf("invoke"u8) < 0)
            {
                return StreamVerdict.Pass;
            }

            var tools = call.Call.ReadRequest().Request.Tools.OfType<Tool.Function>().Select(tool => tool.Name).ToHashSet(StringComparer.Ordinal);
            var blocks = InvokeBlocks.Find(JsonText.CopyEscaped(_text.WrittenSpan).ToString(), tools);
            return blocks.Count == 0
                ? StreamVerdict.Pass
                : StreamVerdict.Replace([.. blocks.SelectMany(CallOf), completed with { Finish = FinishReason.ToolCalls, StopSequence = null }]);
        }

        private IEnumerable<ChatEvent> CallOf(InvokeBlock block)
        {
            var index = _parts++;
            yield return new ChatEvent.PartStarted(index, PartKind.ToolCall)
            {
                CallId = "toolu_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdBytes)),
                Name = block.Tool,
            };
            yield return new ChatEvent.PartDelta(index, block.Arguments.ToJsonString());
            yield return new ChatEvent.PartEnded(index);
        }
    }
}
