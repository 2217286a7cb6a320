using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.OpenAI.Chat;

/// <summary>
/// Makes one answer out of a stream's choices. Some servers spread it over several, text in one and tool calls in another: the
/// first with text and the first with calls make it up. As long as the first of all may
/// yet tell text, no other is taken for it.
/// </summary>
internal sealed class OpenAIChatStreamChoices
{
    private readonly OpenAIChatStreamParts _parts = new();
    private int? _textChoice;
    private int? _callChoice;
    private bool _isFirstOpen;

    public bool HasContent => _parts.HasContent;

    public bool HasCalls => _parts.HasCalls;

    /// <summary>Gets why the answer ended; null when that has not been said.</summary>
    public FinishReason? Finish { get; private set; }

    public void Add(int choice, in OpenAIChatDelta delta, ReadOnlySpan<byte> finish, IChatEventSink sink)
    {
        _isFirstOpen = choice == 0 ? finish.IsEmpty : _isFirstOpen;
        if (delta.HasText && MayTell(choice) && (_textChoice ??= choice) == choice)
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

    private bool MayTell(int choice) => choice == 0 || !_isFirstOpen || _callChoice == 0;
}
