//! Interface `context`: what a guest may know of its run.

use wasmtime::Result;

use super::bindings::aludel::migration::context;
use super::host_call::HostCall;

impl context::Host for HostCall<'_> {
    fn revision(&mut self) -> Result<String> {
        Ok(self.call.revision.clone())
    }

    fn current_phase(&mut self) -> Result<context::Phase> {
        Ok(self.call.phase.into())
    }

    fn offline(&mut self) -> Result<bool> {
        Ok(self.call.offline)
    }

    fn argument(&mut self, name: String) -> Result<Option<String>> {
        Ok(self.call.arguments.iter().rfind(|(key, _)| *key == name).map(|(_, value)| value.clone()))
    }

    fn arguments(&mut self) -> Result<Vec<(String, String)>> {
        Ok(self.call.arguments.clone())
    }

    fn tag(&mut self) -> Result<Option<String>> {
        Ok(self.call.tag.clone())
    }

    fn section(&mut self, name: String) -> Result<Option<Vec<u8>>> {
        Ok(self.sections.get(&name).map(|content| content.to_vec()))
    }
}
