using System.Text;
using RouterMaestro.Domain.Failures;

namespace RouterMaestro.Domain.Chat;

/// <summary>Folds the events of a stream into the whole response.</summary>
public sealed class ChatResponseBuilder : IChatEventSink
{
    private readonly SortedDictionary<int, OpenPart> _parts = [];
    private ChatEvent.Started? _started;
    private ChatEvent.Completed? _completed;

    /// <summary>Gets why the stream broke off; null when it did not.</summary>
    public UpstreamFailure? Failure { get; private set; }

    /// <summary>Gets a value indicating whether the stream came to its proper end.</summary>
    public bool IsComplete => _completed is not null;

    /// <inheritdoc />
    public void Write(in ChatEventSpan span)
    {
        switch (span.Kind)
        {
            case ChatEventKind.Started:
                _started = span.AsStarted;
                break;
            case ChatEventKind.PartStarted:
                _parts[span.Index] = new((ChatEvent.PartStarted)span.ToEvent());
                break;
            case ChatEventKind.PartDelta when _parts.TryGetValue(span.Index, out var part):
                part.Text.Append(JsonText.CopyEscaped(span.Text).ToString());
                break;
            case ChatEventKind.SignatureDelta when _parts.TryGetValue(span.Index, out var part):
                (part.Signature ??= new()).Append(JsonText.CopyEscaped(span.Text).ToString());
                break;
            case ChatEventKind.Completed:
                _completed = span.AsCompleted;
                break;
            case ChatEventKind.Failed:
                Failure = span.AsFailed.Failure;
                break;
        }
    }

    /// <summary>Makes the response out of what was written so far.</summary>
    public ChatResponse Build() =>
        new(_parts.Values.Select(p => p.Build()).ToEquatableArray(), _completed?.Finish ?? FinishReason.Stop, _completed?.Usage ?? _started?.Usage)
        {
            Id = _started?.Id,
            Model = _started?.Model,
            Created = _started?.Created,
            StopSequence = _completed?.StopSequence,
        };

    private sealed class OpenPart(ChatEvent.PartStarted started)
    {
        public StringBuilder Text { get; } = new();

        public StringBuilder? Signature { get; set; }

        public ContentPart Build() => started.Kind switch
        {
            PartKind.Text => new TextPart(Text.ToString()),
            PartKind.Refusal => new RefusalPart(Text.ToString()),
            PartKind.Reasoning => new ReasoningPart(Text.ToString()) { Signature = Signature?.ToString() },
            PartKind.RedactedReasoning => new RedactedReasoningPart(started.Data),
            _ => ToolCallPart.FromText(started.CallId.ToString(), started.Name.ToString(), Text.ToString()),
        };
    }
}
