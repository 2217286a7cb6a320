namespace RouterMaestro.Application.Protocols.OpenAIResponses;

/// <summary>What an item of an answer is.</summary>
internal enum ResponsesItemKind
{
    Message,
    Reasoning,
    Function,
    FreeText,
    Search,
}
