using System.Text.Json;
using RouterMaestro.Domain;
using RouterMaestro.Domain.Models;
using RouterMaestro.Protocols.ModelLists;

namespace RouterMaestro.Infrastructure.Providers.BuiltIn;

/// <summary>Reads OpenAI's own model list, which names all its models.</summary>
internal static class OpenAIServedModels
{
    // these families serve neither chat nor embeddings
    private static readonly string[] _otherFamilies =
    [
        "tts", "whisper", "transcribe", "dall-e", "image", "sora", "moderation", "realtime", "audio", "davinci-002",
        "babbage-002", "-instruct",
    ];

    /// <summary>Reads the models that serve chat or embeddings.</summary>
    /// <param name="providerId">The provider's id.</param>
    /// <param name="body">The response body.</param>
    /// <exception cref="JsonException">The response is not JSON or has no list.</exception>
    public static EquatableArray<ModelCard> Read(string providerId, ReadOnlyMemory<byte> body) =>
        ModelListReader.Read(providerId, body).Where(model => IsServed(model.Ref.Id)).ToEquatableArray();

    private static bool IsServed(string id)
    {
        // in ft:base-model:owner:suffix only the base model decides; the owner chooses the end
        var family = id.StartsWith("ft:", StringComparison.Ordinal) ? id.Split(':')[1] : id;
        return !_otherFamilies.Any(other => family.Contains(other, StringComparison.OrdinalIgnoreCase));
    }
}
