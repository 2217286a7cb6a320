using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models.Facts;
using RouterMaestro.Domain.Protocols;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Anthropic.Wire;
using RouterMaestro.Protocols.Json;
using RouterMaestro.Protocols.Signatures;

namespace RouterMaestro.Protocols.Anthropic.Requests;

/// <summary>Represents a conversation in the protocol's shape: the instructions, then turns of user and assistant.</summary>
internal sealed class AnthropicConversation
{
    private static readonly JsonText _nothing = "(no content)";
    private static readonly JsonText _goOn = "Continue.";

    private readonly RequestTarget _target;
    private readonly LossSink _losses;
    private readonly List<TextPart> _system = [];
    private readonly List<AnthropicTurn> _turns = [];

    private AnthropicConversation(RequestTarget target, LossSink losses) => (_target, _losses) = (target, losses);

    /// <summary>Gets the instructions, in order.</summary>
    public IReadOnlyList<TextPart> System => _system;

    /// <summary>Gets the turns; two in a row have different roles, and none is empty.</summary>
    public IReadOnlyList<AnthropicTurn> Turns => _turns;

    public static AnthropicConversation Of(EquatableArray<Message> messages, RequestTarget target, LossSink losses)
    {
        var conversation = new AnthropicConversation(target, losses);
        var last = LastAnswer(messages);
        for (var at = 0; at < messages.Count; at++)
        {
            conversation.Add(messages[at], isLast: at > last);
        }

        conversation.AskSomething();
        conversation.EndWithUser();
        conversation.TrimPrefill();
        return conversation;
    }

    /// <summary>Adds an instruction after the others.</summary>
    public void Instruct(string instruction) => _system.Add(new TextPart(instruction));

    /// <summary>
    /// Returns the place of the last answer if nothing but instructions follow it: these are what the model must answer. Elsewhere they belong to the system
    /// prompt.
    /// </summary>
    private static int LastAnswer(EquatableArray<Message> messages)
    {
        var at = messages.Count - 1;
        while (at >= 0 && messages[at].Role is Role.System or Role.Developer)
        {
            at--;
        }

        return at >= 0 && messages[at].Role == Role.Assistant ? at : messages.Count;
    }

    private void Add(Message message, bool isLast)
    {
        if (message.Name is not null)
        {
            _losses.Add("messages.name");
        }

        if (message.Role is Role.System or Role.Developer && isLast)
        {
            AddTurn(message with { Role = Role.User });
        }
        else if (message.Role is Role.System or Role.Developer)
        {
            AddInstructions(message);
        }
        else
        {
            AddTurn(message);
        }
    }

    private void AddInstructions(Message message)
    {
        Report(message.Extensions, isWritten: false);
        foreach (var part in message.Parts)
        {
            switch (part)
            {
                case TextPart text when JsonBlank.IsBlank(text.Text):
                    break;
                case TextPart text:
                    _system.Add(text);
                    break;
                default:
                    _losses.Add("system");
                    break;
            }
        }
    }

    private void AddTurn(Message message)
    {
        var parts = message.Parts.Where(p => CanStand(p, message.Role)).ToList();
        if (parts.Count == 0)
        {
            Report(message.Extensions, isWritten: false);
            return;
        }

        if (_turns is [.., var last] && last.Role == message.Role)
        {
            Report(message.Extensions, isWritten: false);
        }
        else
        {
            Report(message.Extensions, isWritten: true);
            _turns.Add(new(message.Role) { Extensions = message.Extensions });
        }

        parts.ForEach(_turns[^1].Add);
    }

    /// <summary>
    /// Returns false for parts that Anthropic refuses: blank texts (anthropics/claude-code#23440) and reasoning without a signature
    /// of its own.
    /// </summary>
    private bool CanStand(ContentPart part, Role role)
    {
        switch (part)
        {
            case TextPart text:
                return !JsonBlank.IsBlank(text.Text);
            case RefusalPart refusal:
                return !JsonBlank.IsBlank(refusal.Text);
            case ReasoningPart { Signature: { } signature } when role == Role.Assistant && !ReasoningSignature.IsMarked(signature) && _target.Accepts(signature):
            case RedactedReasoningPart { Data: var data } when role == Role.Assistant && _target.Accepts(data.ToString()):
            case ToolCallPart when role == Role.Assistant:
            case ToolResultPart when role == Role.User:
            case ImagePart or DocumentPart when role == Role.User && AnthropicMediaWriter.CanWrite(part):
                return true;
            default:
                _losses.Add($"messages.{AnthropicBlocks.NameOf(part)}");
                return false;
        }
    }

    private void Report(Extensions extensions, bool isWritten)
    {
        foreach (var field in extensions.Fields)
        {
            if (!isWritten || extensions.Protocol != WireProtocol.AnthropicMessages)
            {
                _losses.Report(field, "messages.");
            }
        }
    }

    /// <summary>
    /// Turns the last instruction into a user message if there is no other message: Messages requires one, Chat and Responses do not.
    /// </summary>
    private void AskSomething()
    {
        if (_turns.Count > 0)
        {
            return;
        }

        // the message must not be empty either
        var instruction = _system is [.., var last] ? last : new TextPart(_nothing);
        _system.Remove(instruction);
        var turn = new AnthropicTurn(Role.User);
        turn.Add(instruction);
        _turns.Add(turn);
    }

    /// <summary>
    /// Asks a model to go on that refuses a conversation that ends with its own turn. In Chat and Responses it is no more than that: the model answers
    /// once more.
    /// </summary>
    private void EndWithUser()
    {
        if (_target.Facts.Prefill == Acceptance.Refused && _turns is [.., { Role: Role.Assistant } last] && last.Parts[^1] is not ToolCallPart)
        {
            _losses.Add("messages.prefill");
            var turn = new AnthropicTurn(Role.User);
            turn.Add(new TextPart(_goOn));
            _turns.Add(turn);
        }
    }

    /// <summary>Trims a prefilled assistant message, because Anthropic refuses white space at its end.</summary>
    private void TrimPrefill()
    {
        if (_turns is [.., { Role: Role.Assistant } last] && last.Parts[^1] is TextPart text)
        {
            var whole = text.Text.ToString();
            var trimmed = whole.TrimEnd();
            if (trimmed.Length < whole.Length)
            {
                last.ReplaceLast(text with { Text = trimmed });
            }
        }
    }
}

/// <summary>Represents consecutive messages of one role.</summary>
/// <param name="role">User or assistant.</param>
internal sealed class AnthropicTurn(Role role)
{
    private readonly List<ContentPart> _parts = [];
    private int _results;

    public Role Role => role;

    public IReadOnlyList<ContentPart> Parts => _parts;

    /// <summary>Gets the extensions of the first message of the turn.</summary>
    public Extensions Extensions { get; init; } = Extensions.None;

    /// <summary>Adds a part. The protocol requires tool results first.</summary>
    public void Add(ContentPart part)
    {
        if (part is ToolResultPart)
        {
            _parts.Insert(_results++, part);
        }
        else
        {
            _parts.Add(part);
        }
    }

    public void ReplaceLast(ContentPart part) => _parts[^1] = part;
}
