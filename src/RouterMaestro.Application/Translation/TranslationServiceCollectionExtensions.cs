using Microsoft.Extensions.DependencyInjection;
using RouterMaestro.Application.Messaging;

namespace RouterMaestro.Application.Translation;

/// <summary>Registers the requests that translate between protocols.</summary>
internal static class TranslationServiceCollectionExtensions
{
    public static IServiceCollection AddTranslation(this IServiceCollection services) => services
        .AddHandler<TranslateRequest, TranslatedBody, TranslateRequestHandler, TranslateRequestValidator>()
        .AddHandler<TranslateResponse, TranslatedBody, TranslateResponseHandler, TranslateResponseValidator>();
}
