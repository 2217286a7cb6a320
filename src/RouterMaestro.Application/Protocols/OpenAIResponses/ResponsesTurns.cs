using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Application.Protocols.OpenAIResponses;

/// <summary>Puts what items say together into messages.</summary>
/// <param name="losses">Takes what no provider would take.</param>
internal sealed class ResponsesTurns(LossSink losses)
{
    private readonly List<Message> _messages = [];
    private readonly List<ContentPart> _answer = [];
    private readonly List<ContentPart> _results = [];
    private bool _hasOtherItems;

    public void Add(Message message)
    {
        EndAnswer();
        EndResults();
        _messages.Add(message);
    }

    public void AddToAnswer(ContentPart part)
    {
        EndResults();
        _answer.Add(part);
    }

    public void AddResult(ToolResultPart result)
    {
        EndAnswer();
        _results.Add(result);
    }

    /// <summary>Notes an item that has no part, and gets its place: how many messages came before, and how many parts of the one that is open.</summary>
    public (int Message, int Part) PlaceOther()
    {
        _hasOtherItems = true;
        return (_messages.Count, _answer.Count + _results.Count);
    }

    public EquatableArray<Message> End()
    {
        EndAnswer();
        EndResults();
        return _messages.ToEquatableArray();
    }

    /// <summary>A thought that led to nothing, as after an answer that broke off, is refused by every provider.</summary>
    private void EndAnswer()
    {
        if (_answer.Count > 0 && !_hasOtherItems && _answer.TrueForAll(p => p is ReasoningPart or RedactedReasoningPart))
        {
            losses.Add("input.reasoning");
            _answer.Clear();
        }

        _hasOtherItems = false;
        End(Role.Assistant, _answer);
    }

    private void EndResults() => End(Role.User, _results);

    private void End(Role role, List<ContentPart> parts)
    {
        if (parts.Count > 0)
        {
            _messages.Add(new(role, parts.ToEquatableArray()));
            parts.Clear();
        }
    }
}
