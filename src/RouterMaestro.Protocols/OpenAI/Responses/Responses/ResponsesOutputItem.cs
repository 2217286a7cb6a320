using System.Text;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.OpenAI.Responses.Wire;
using RouterMaestro.Protocols.Signatures;

namespace RouterMaestro.Protocols.OpenAI.Responses.Responses;

/// <summary>Represents an item of a response, to which pieces are added.</summary>
/// <param name="kind">The kind of the item.</param>
/// <param name="index">Its position in the output.</param>
/// <param name="identity">The identity of the response.</param>
internal sealed class ResponsesOutputItem(ResponsesItemKind kind, int index, ResponseIdentity identity)
{
    private StringBuilder? _signature;

    public ResponsesItemKind Kind => kind;

    public int Index => index;

    public string Id { get; } = ResponsesIds.Item(
        kind switch
        {
            ResponsesItemKind.Message => "msg",
            ResponsesItemKind.Reasoning => "rs",
            ResponsesItemKind.FreeText => "ctc",
            ResponsesItemKind.Search => "tsc",
            _ => "fc",
        },
        identity,
        index);

    public List<ResponsesOutputPiece> Pieces { get; } = [];

    public JsonText CallId { get; private init; }

    public JsonText Name { get; private init; }

    public string? Space { get; private init; }

    public bool IsDone { get; set; }

    /// <summary>Gets or sets a value indicating whether the item is incomplete because the response is.</summary>
    public bool IsIncomplete { get; set; }

    /// <summary>Gets the encrypted content, which the caller sends back with the reasoning.</summary>
    public string EncryptedContent => Redacted is { } data
        ? ReasoningSignature.WrapRedacted(data)
        : ReasoningSignature.Wrap(ReasoningSignature.Named(_signature?.ToString(), identity.Model));

    /// <summary>Gets or sets the data of redacted reasoning; null for other items.</summary>
    public string? Redacted { get; set; }

    /// <summary>Creates the item of a call in the form in which the caller declared the tool.</summary>
    public static ResponsesOutputItem OfCall(JsonText callId, JsonText name, ToolAlias? alias, int index, ResponseIdentity identity)
    {
        var kind = alias?.Form switch
        {
            ToolForm.FreeText => ResponsesItemKind.FreeText,
            ToolForm.Search => ResponsesItemKind.Search,
            _ => ResponsesItemKind.Function,
        };
        var item = new ResponsesOutputItem(kind, index, identity) { CallId = callId, Name = alias?.Name ?? name, Space = alias?.Namespace };
        item.AddPiece(PartKind.ToolCall);
        return item;
    }

    public ResponsesOutputPiece AddPiece(PartKind part)
    {
        var piece = new ResponsesOutputPiece(part, Pieces.Count);
        Pieces.Add(piece);
        return piece;
    }

    public void Sign(string piece) => (_signature ??= new()).Append(piece);

    /// <summary>Returns the free text of a call whose arguments are complete.</summary>
    public JsonText FreeText()
    {
        var arguments = JsonText.CopyEscaped(Pieces[0].Text.Escaped).ToString();
        return arguments.Length == 0 ? JsonText.Empty : Json.FreeText.Unwrap(ToolCallPart.FromText("", "", arguments));
    }
}

/// <summary>Represents a text within an item: a content of a message, a summary, or the arguments of a call.</summary>
/// <param name="kind">The kind of its part.</param>
/// <param name="index">Its position within the item.</param>
internal sealed class ResponsesOutputPiece(PartKind kind, int index)
{
    public PartKind Kind => kind;

    public int Index => index;

    public ResponsesText Text { get; } = new();
}
