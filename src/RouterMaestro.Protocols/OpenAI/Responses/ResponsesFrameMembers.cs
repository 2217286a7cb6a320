using System.Text.Json;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Failures;
using RouterMaestro.Protocols.Abstractions;
using RouterMaestro.Protocols.Json;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>The members of frames, besides type and number.</summary>
internal static class ResponsesFrameMembers
{
    public static readonly Action<Utf8JsonWriter, ResponseIdentity> Begun = static (json, identity) =>
    {
        json.WritePropertyName("response"u8);
        ResponsesObjectWriter.WriteBegun(json, identity);
    };

    public static readonly Action<Utf8JsonWriter, (ResponseIdentity Identity, FinishReason Finish, List<ResponsesOutputItem> Items, TokenUsage? Usage)> Done = static (json, response) =>
    {
        json.WritePropertyName("response"u8);
        ResponsesObjectWriter.WriteDone(json, response.Identity, response.Finish, response.Items, response.Usage);
    };

    public static readonly Action<Utf8JsonWriter, (ResponseIdentity Identity, RouterError Error, IEnumerable<ResponsesOutputItem> Items)> Failed = static (json, response) =>
    {
        json.WritePropertyName("response"u8);
        ResponsesObjectWriter.WriteFailed(json, response.Identity, response.Error, response.Items);
    };

    public static readonly Action<Utf8JsonWriter, ResponsesOutputItem> ItemAdded = static (json, item) =>
    {
        json.WriteNumber("output_index"u8, item.Index);
        json.WritePropertyName("item"u8);
        ResponsesItemWriter.WriteBegun(json, item);
    };

    public static readonly Action<Utf8JsonWriter, ResponsesOutputItem> ItemDone = static (json, item) =>
    {
        json.WriteNumber("output_index"u8, item.Index);
        json.WritePropertyName("item"u8);
        ResponsesItemWriter.Write(json, item);
    };

    public static readonly Action<Utf8JsonWriter, (ResponsesOutputItem Item, ResponsesOutputPiece Piece)> ContentAdded = static (json, place) =>
        WriteContent(json, place.Item, place.Piece, isBegun: true);

    public static readonly Action<Utf8JsonWriter, (ResponsesOutputItem Item, ResponsesOutputPiece Piece)> ContentDone = static (json, place) =>
        WriteContent(json, place.Item, place.Piece, isBegun: false);

    public static readonly Action<Utf8JsonWriter, (ResponsesOutputItem Item, ResponsesOutputPiece Piece)> SummaryAdded = static (json, place) =>
        WriteSummary(json, place.Item, place.Piece, isBegun: true);

    public static readonly Action<Utf8JsonWriter, (ResponsesOutputItem Item, ResponsesOutputPiece Piece)> SummaryDone = static (json, place) =>
        WriteSummary(json, place.Item, place.Piece, isBegun: false);

    public static readonly Action<Utf8JsonWriter, (ResponsesOutputItem Item, ResponsesOutputPiece Piece)> TextDone = static (json, place) =>
    {
        WritePlace(json, place.Item, place.Piece);
        if (place.Item.Kind == ResponsesItemKind.FreeText)
        {
            json.WriteText("input"u8, place.Item.FreeText());
            return;
        }

        if (place.Item.Kind == ResponsesItemKind.Function)
        {
            json.WriteText("name"u8, place.Item.Name);
        }

        ResponsesItemWriter.WriteText(
            json,
            place.Piece.Kind switch
            {
                PartKind.ToolCall => "arguments"u8,
                PartKind.Refusal => "refusal"u8,
                _ => "text"u8,
            },
            place.Piece);
        if (place.Piece.Kind == PartKind.Text)
        {
            json.WriteStartArray("logprobs"u8);
            json.WriteEndArray();
        }
    };

    private static void WriteContent(Utf8JsonWriter json, ResponsesOutputItem item, ResponsesOutputPiece piece, bool isBegun)
    {
        WritePlace(json, item, piece);
        json.WritePropertyName("part"u8);
        ResponsesItemWriter.WriteContent(json, piece, isBegun);
    }

    private static void WriteSummary(Utf8JsonWriter json, ResponsesOutputItem item, ResponsesOutputPiece piece, bool isBegun)
    {
        WritePlace(json, item, piece);
        json.WritePropertyName("part"u8);
        ResponsesItemWriter.WriteSummary(json, piece, isBegun);
    }

    private static void WritePlace(Utf8JsonWriter json, ResponsesOutputItem item, ResponsesOutputPiece piece)
    {
        json.WriteString("item_id"u8, item.Id);
        json.WriteNumber("output_index"u8, item.Index);
        if (piece.Kind != PartKind.ToolCall)
        {
            json.WriteNumber(piece.Kind == PartKind.Reasoning ? "summary_index"u8 : "content_index"u8, piece.Index);
        }
    }
}
