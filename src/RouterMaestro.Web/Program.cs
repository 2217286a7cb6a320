using RouterMaestro;
using RouterMaestro.Limits;

SocketCompletions.RunInline();
using var idle = IdleMemory.Watch(TimeProvider.System);
try
{
    var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
    await using var gateway = GatewayHost.Create(new GatewayOptions(), builder);
    await gateway.StartAsync();
    using var reload = new ReloadSignal(gateway.Services);
    await gateway.WaitForShutdownAsync();
    return 0;
}
catch (GatewaySetupException exception)
{
    await Console.Error.WriteLineAsync($"Error: {exception.Message}");
    return 1;
}
