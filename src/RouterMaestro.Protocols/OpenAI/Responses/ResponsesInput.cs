using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;

namespace RouterMaestro.Protocols.OpenAI.Responses;

/// <summary>What the items of a request make up.</summary>
/// <param name="Messages">The conversation.</param>
/// <param name="Tools">The tools that became known on the way.</param>
/// <param name="Extensions">The items that the canonical model has no part for.</param>
internal sealed record ResponsesInput(EquatableArray<Message> Messages, List<Tool> Tools, List<ExtensionField> Extensions);
