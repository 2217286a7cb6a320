using RouterMaestro.Domain;
using RouterMaestro.Domain.Chat;
using RouterMaestro.Domain.Models.Facts;
using RouterMaestro.Protocols.Abstractions;

namespace RouterMaestro.Protocols.Fitting;

/// <summary>Leaves the images and documents out whose type a model refuses.</summary>
internal static class MediaFit
{
    /// <summary>Returns a request without the images and documents that the model refuses, and names them.</summary>
    /// <param name="request">The request.</param>
    /// <param name="facts">What the model takes. Where its types are not known, all pass.</param>
    /// <param name="losses">Receives <c>messages.image</c> and <c>messages.document</c>.</param>
    /// <param name="typeOf">Returns the type of bytes in lower case, where the writer knows better than the caller; null for the caller's word.</param>
    public static ChatRequest For(ChatRequest request, ModelFacts facts, LossSink losses, Func<MediaSource.Base64, string>? typeOf = null)
    {
        if (facts is { ImageTypes: null, DocumentTypes: null })
        {
            return request;
        }

        var fit = new Fit(facts, losses, typeOf ?? NameOf);
        List<Message>? fitted = null;
        for (var index = 0; index < request.Messages.Count; index++)
        {
            var message = request.Messages[index];
            if (fit.Keep(message.Parts) is { } kept)
            {
                fitted ??= [.. request.Messages];
                fitted[index] = message with { Parts = kept };
            }
        }

        return fitted is null ? request : request with { Messages = fitted.ToEquatableArray() };
    }

    // image/jpg is no registered type, but all vendors know what is meant
    private static string NameOf(MediaSource.Base64 source) => source.MediaType.Trim().ToLowerInvariant() is var name && name == "image/jpg" ? "image/jpeg" : name;

    private readonly struct Fit(ModelFacts facts, LossSink losses, Func<MediaSource.Base64, string> typeOf)
    {
        /// <summary>Returns the parts that the model takes; null if it takes all of them.</summary>
        public EquatableArray<ContentPart>? Keep(EquatableArray<ContentPart> parts)
        {
            List<ContentPart>? kept = null;
            for (var index = 0; index < parts.Count; index++)
            {
                var part = Open(parts[index]);
                var isTaken = IsTaken(part);
                if (kept is null && isTaken && ReferenceEquals(part, parts[index]))
                {
                    continue;
                }

                kept ??= [.. parts.Take(index)];
                if (isTaken)
                {
                    kept.Add(part);
                }
                else
                {
                    losses.Add(part is ImagePart ? "messages.image" : "messages.document");
                }
            }

            return kept?.ToEquatableArray();
        }

        // what is text in spite of its form is text to every model
        private ContentPart Open(ContentPart part) => part switch
        {
            ToolResultPart result => Keep(result.Content) is { } rest ? result with { Content = rest } : part,
            DocumentPart { Source: MediaSource.Base64 bytes } document when facts.DocumentTypes is { } known && !known.Contains(typeOf(bytes))
                => TextDocument.TextOf(bytes) is { } text ? document with { Source = new MediaSource.Text(text) } : part,
            _ => part,
        };

        private bool IsTaken(ContentPart part) => part switch
        {
            ImagePart image => IsTaken(image.Source, facts.ImageTypes),
            DocumentPart { Source: not (MediaSource.Text or MediaSource.Blocks) } document => IsTaken(document.Source, facts.DocumentTypes),
            _ => true,
        };

        // the type of what the provider fetches itself is not known
        private bool IsTaken(MediaSource source, EquatableArray<string>? types) =>
            types is not { } known || (source is MediaSource.Base64 bytes ? known.Contains(typeOf(bytes)) : !known.IsEmpty);
    }
}
