namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>What an item of an answer is.</summary>
internal enum ResponsesItemKind
{
    Message,
    Reasoning,
    Function,
    FreeText,
    Search,
}
