using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Application.Protocols.OpenAIChat;

/// <summary>
/// Makes one answer out of a stream's choices. Some servers spread it over several, text in one and tool calls in another: the
/// first with text and the first with calls make it up.
/// </summary>
internal sealed class OpenAIChatStreamChoices
{
    private readonly OpenAIChatStreamParts _parts = new();
    private int? _textChoice;
    private int? _callChoice;

    public bool HasContent => _parts.HasContent;

    public bool HasCalls => _parts.HasCalls;

    /// <summary>Gets why the answer ended; null when that has not been said.</summary>
    public FinishReason? Finish { get; private set; }

    public void Add(int choice, in OpenAIChatDelta delta, ReadOnlySpan<byte> finish, IChatEventSink sink)
    {
        if (delta.HasText && (_textChoice ??= choice) == choice)
        {
            delta.WriteText(_parts, sink);
        }

        if (delta.HasCalls && (_callChoice ??= choice) == choice)
        {
            delta.WriteCalls(_parts, sink);
        }

        if (choice == (_textChoice ?? _callChoice ?? choice) || choice == _callChoice)
        {
            Finish = OpenAIChatFinish.Read(finish) ?? Finish;
        }
    }

    public void EndAll(IChatEventSink sink) => _parts.EndAll(sink);
}
