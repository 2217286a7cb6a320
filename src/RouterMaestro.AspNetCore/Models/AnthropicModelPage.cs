using RouterMaestro.Application.Models;
using RouterMaestro.Domain;

namespace RouterMaestro.AspNetCore.Models;

/// <summary>A page of a model list.</summary>
/// <param name="Models">The models on the page.</param>
/// <param name="HasMore">Whether there are more in the direction asked for.</param>
internal sealed record AnthropicModelPage(EquatableArray<NamedModel> Models, bool HasMore);
