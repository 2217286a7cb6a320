using Microsoft.AspNetCore.Http;
using RouterMaestro.Application;
using RouterMaestro.Application.Protocols;
using RouterMaestro.Domain.Protocols;

namespace RouterMaestro.AspNetCore.Endpoints;

/// <summary>Lists the models, in the caller's dialect.</summary>
internal sealed class ModelEndpoints(IRouter router)
{
    public async Task ListAsync(HttpContext http, IInboundCodec codec)
    {
        var models = await router.ListModelsAsync(http.RequestAborted).ConfigureAwait(false);
        if (codec.Protocol == WireProtocol.AnthropicMessages)
        {
            await JsonResult.WriteAsync(http, AnthropicModelList.Write, AnthropicModelList.Page(models, http.Request.Query)).ConfigureAwait(false);
        }
        else
        {
            await JsonResult.WriteAsync(http, OpenAIModelList.Write, models).ConfigureAwait(false);
        }
    }

    public async Task GetAsync(HttpContext http, IInboundCodec codec)
    {
        // a slash in an id comes raw or encoded; routing leaves the encoded one alone
        var id = ((string?)http.Request.RouteValues["id"] ?? "").Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
        var model = await router.FindModelAsync(id, http.RequestAborted).ConfigureAwait(false);
        if (codec.Protocol == WireProtocol.AnthropicMessages)
        {
            await JsonResult.WriteAsync(http, AnthropicModelList.WriteModel, model).ConfigureAwait(false);
        }
        else
        {
            await JsonResult.WriteAsync(http, OpenAIModelList.WriteModel, model).ConfigureAwait(false);
        }
    }
}
